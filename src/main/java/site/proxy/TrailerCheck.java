package site.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Follows the chunks of an answer (RFC 9112 7.1) and refuses trailers that are no header fields,
 * which the codec behind it would put right silently. Chunks themselves are judged by the codec.
 */
final class TrailerCheck {
  private static final int MAX_LINE = 16 * 1024;

  private enum Next {
    SIZE,
    EXTENSION,
    DATA,
    LINE_END,
    TRAILER,
    NOTHING
  }

  private final StringBuilder line = new StringBuilder();
  private Next next = Next.SIZE;
  private long left;

  /**
   * Looks at what came next of the body and leaves it as it is.
   *
   * @throws MalformedAnswer at a line that is no trailer
   */
  void look(ByteBuf in, int from) {
    int at = from;
    while (at < in.writerIndex() && next != Next.NOTHING) {
      if (next == Next.DATA) {
        at += skipData(in.writerIndex() - at);
      } else {
        read(in.getByte(at));
        at++;
      }
    }
  }

  private int skipData(int available) {
    int skipped = (int) Math.min(left, available);
    left -= skipped;
    next = left == 0 ? Next.LINE_END : Next.DATA;
    return skipped;
  }

  private void read(byte octet) {
    switch (next) {
      case SIZE -> readSize(octet);
      case EXTENSION -> next = octet == '\n' ? behindSize() : next;
      case LINE_END -> next = octet == '\n' ? Next.SIZE : next;
      default -> readTrailer(octet);
    }
  }

  private void readSize(byte octet) {
    int digit = Character.digit(octet, 16);
    if (octet == '\n') {
      next = behindSize();
    } else if (octet == ';' || octet == '\r' || octet == ' ' || octet == '\t') {
      next = Next.EXTENSION;
    } else if (digit < 0 || left > Long.MAX_VALUE >> 4) {
      next = Next.NOTHING;
    } else {
      left = left << 4 | digit;
    }
  }

  private Next behindSize() {
    return left == 0 ? Next.TRAILER : Next.DATA;
  }

  private void readTrailer(byte octet) {
    if (octet != '\n') {
      line.append((char) (octet & 0xff));
      refuseIf(line.length() > MAX_LINE);
      return;
    }
    String field = line.toString().replaceFirst("\r$", "");
    line.setLength(0);
    if (field.isEmpty()) {
      next = Next.NOTHING;
    } else {
      AnswerHead.fields(List.of(field));
    }
  }

  private static void refuseIf(boolean tooLong) {
    if (tooLong) {
      throw new MalformedAnswer("more than " + MAX_LINE + " bytes of a trailer");
    }
  }
}
