package site.log;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How a line is put for those who read the place it goes to. */
interface Framing {
  /** Lines end with a line end, and nothing is added to them. */
  Framing LINES = new Framing() {};

  /** What waits to be written; asked by whoever has the line. */
  default String framed(Severity severity, String line) {
    return line;
  }

  /** Adds it to what is written at once. */
  default void append(StringBuilder batch, String framed) {
    batch.append(framed).append('\n');
  }

  default byte[] encoded(String batch) {
    return batch.getBytes(UTF_8);
  }

  /** Whether each line travels alone, as a datagram does. */
  default boolean isSingle() {
    return false;
  }

  /** Whether time and severity are told besides, so that the line need not. */
  default boolean isDated() {
    return false;
  }
}
