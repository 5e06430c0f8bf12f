package site.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Entries of systemd's journal in its native protocol: fields, of which one may have many lines.
 */
final class JournalFraming implements Framing {
  private static final int MOST_CHARACTERS = 16 * 1024;

  @Override
  public String framed(Severity severity, String line) {
    return severity.number()
        + (line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line);
  }

  @Override
  public void append(StringBuilder batch, String framed) {
    batch.append(framed);
  }

  /** A field that may have line ends is its name, its length as 64 bits and its bytes. */
  @Override
  public byte[] encoded(String batch) {
    String fields =
        "PRIORITY=" + batch.charAt(0) + "\nSYSLOG_IDENTIFIER=site\nSYSLOG_FACILITY=3\nMESSAGE\n";
    byte[] message = batch.substring(1).getBytes(UTF_8);
    return ByteBuffer.allocate(fields.length() + Long.BYTES + message.length + 1)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(fields.getBytes(US_ASCII))
        .putLong(message.length)
        .put(message)
        .put((byte) '\n')
        .array();
  }

  @Override
  public boolean isSingle() {
    return true;
  }

  @Override
  public boolean isDated() {
    return true;
  }
}
