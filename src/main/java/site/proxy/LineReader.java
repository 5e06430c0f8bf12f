package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Collects the lines of a section up to the empty one, however they are cut, within a limit. */
final class LineReader {
  private final int limit;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
  private List<String> lines = new ArrayList<>();
  private int size;

  LineReader(int limit) {
    this.limit = limit;
  }

  /**
   * Reads what there is of the section.
   *
   * @return the section's lines without their ends; null when it goes on
   */
  List<String> readSection(ByteBuf in) {
    String next;
    while ((next = readLine(in)) != null) {
      if (next.isEmpty()) {
        List<String> section = lines;
        lines = new ArrayList<>();
        size = 0;
        return section;
      }
      lines.add(next);
    }
    return null;
  }

  /** Reads a line that ends with LF or CRLF; null when its end is still to come. */
  String readLine(ByteBuf in) {
    int end = in.bytesBefore((byte) '\n');
    int length = end < 0 ? in.readableBytes() : end;
    size += length + 1;
    if (size > limit) {
      throw new MalformedAnswer("more than " + limit + " bytes of header fields");
    }
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    line.writeBytes(bytes);
    if (end < 0) {
      return null;
    }
    in.skipBytes(1);
    String text = line.toString(ISO_8859_1);
    line.reset();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Whether nothing was read of a section yet. */
  boolean isFresh() {
    return size == 0;
  }

  /** Begins a new count. */
  void restart() {
    size = 0;
  }
}
