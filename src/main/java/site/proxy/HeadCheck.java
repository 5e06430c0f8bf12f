package site.proxy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Finds the end of an answer's head in what HTTP/1.1 targets send, and refuses what the codec
 * behind it would put right silently: a field without a colon or with white space before it,
 * control characters, lengths and codings that contradict each other (RFC 9112 2.2, 5.1, 6.1, 6.3).
 * One would be read differently by the next one in the chain, which is how answers are smuggled.
 */
final class HeadCheck {
  private static final int LIMIT = 32 * 1024;
  private static final int NONE = -1;

  /** Where the next line begins, and how far its end was looked for, both from the head's begin. */
  private int line;

  private int searched;
  private int status;
  private boolean old;
  private boolean anyField;
  private boolean coded;
  private String length;

  /** Begins the next head. */
  void restart() {
    line = 0;
    searched = 0;
    status = 0;
    old = false;
    anyField = false;
    coded = false;
    length = null;
  }

  /**
   * Looks at what there is of a head, which was looked at before in part, from its first byte on.
   *
   * @return how many bytes the head has; -1 while its end is still to come
   * @throws MalformedAnswer when it is none
   */
  int find(ByteBuf in) {
    int begin = in.readerIndex();
    int feed;
    while ((feed = in.indexOf(begin + searched, in.writerIndex(), (byte) '\n')) >= 0) {
      int from = begin + line;
      int to = feed > from && in.getByte(feed - 1) == '\r' ? feed - 1 : feed;
      line = feed + 1 - begin;
      searched = line;
      checkSize(line);
      if (status != 0 && from == to) {
        return line;
      }
      checkLine(in, from, to);
    }
    searched = in.readableBytes();
    checkSize(searched);
    return NONE;
  }

  /** The status of the head that was found. */
  int status() {
    return status;
  }

  /** Whether its body comes in chunks, where no other answer is between. */
  boolean isChunked() {
    return coded;
  }

  private static void checkSize(int size) {
    if (size > LIMIT) {
      throw new MalformedAnswer("more than " + LIMIT + " bytes of header fields");
    }
  }

  private void checkLine(ByteBuf in, int from, int to) {
    if (status == 0) {
      readStatus(in, from, to);
    } else if (isBlank(in.getByte(from))) {
      // RFC 9112 5.2: the codec makes one space of a fold; in front of all fields it is none.
      refuseIf(!anyField, "white space in front of the first field", in, from, to);
      checkValue(in, from, to, from, to);
    } else {
      readField(in, from, to);
    }
  }

  /** RFC 9112 4: {@code HTTP/1.1 200 reason}; many leave the last space out with the reason. */
  private void readStatus(ByteBuf in, int from, int to) {
    refuseIf(!isStatusLine(in, from, to), "not a status line", in, from, to);
    checkValue(in, from + 12, to, from, to);
    old = in.getByte(from + 7) == '0';
    status = digit(in, from + 9) * 100 + digit(in, from + 10) * 10 + digit(in, from + 11);
  }

  private static boolean isStatusLine(ByteBuf in, int from, int to) {
    return to - from >= 12
        && starts("HTTP/1.", in, from)
        && isDigit(in.getByte(from + 7))
        && in.getByte(from + 8) == ' '
        && in.getByte(from + 9) != '0'
        && isDigit(in.getByte(from + 9))
        && isDigit(in.getByte(from + 10))
        && isDigit(in.getByte(from + 11))
        && (to - from == 12 || in.getByte(from + 12) == ' ');
  }

  private static boolean starts(String text, ByteBuf in, int from) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != in.getByte(from + i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte next) {
    return next >= '0' && next <= '9';
  }

  private static int digit(ByteBuf in, int at) {
    return in.getByte(at) - '0';
  }

  private void readField(ByteBuf in, int from, int to) {
    int colon = from;
    while (colon < to && isTokenChar(in.getByte(colon))) {
      colon++;
    }
    boolean named = colon > from && colon < to && in.getByte(colon) == ':';
    refuseIf(!named, "not a header field", in, from, to);
    checkValue(in, colon + 1, to, from, to);
    anyField = true;
    if (colon - from == 14 && is("content-length", in, from)) {
      readLength(text(in, colon + 1, to).strip());
    } else if (colon - from == 17 && is("transfer-encoding", in, from)) {
      readCoding(text(in, colon + 1, to).strip());
    }
  }

  private void readLength(String value) {
    boolean number =
        !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> isDigit((byte) c));
    if (!number || length != null) {
      String all = length == null ? value : length + ", " + value;
      throw new MalformedAnswer("the content length " + AnswerHead.shown(all));
    }
    length = value;
    refuseBoth();
  }

  private void readCoding(String value) {
    if (old) {
      throw new MalformedAnswer("a transfer coding in HTTP/1.0");
    }
    if (coded || !value.equalsIgnoreCase("chunked")) {
      String all = coded ? "chunked, " + value : value;
      throw new MalformedAnswer("the transfer coding " + AnswerHead.shown(all));
    }
    coded = true;
    refuseBoth();
  }

  private void refuseBoth() {
    if (coded && length != null) {
      throw new MalformedAnswer("a content length beside a transfer coding");
    }
  }

  private static void checkValue(ByteBuf in, int from, int to, int lineFrom, int lineTo) {
    for (int at = from; at < to; at++) {
      byte next = in.getByte(at);
      if ((next >= 0 && next < ' ' && next != '\t') || next == 0x7f) {
        refuseIf(true, "a control character in", in, lineFrom, lineTo);
      }
    }
  }

  private static void refuseIf(boolean wrong, String what, ByteBuf in, int from, int to) {
    if (wrong) {
      throw new MalformedAnswer(what + ": " + AnswerHead.shown(text(in, from, to)));
    }
  }

  private static boolean is(String name, ByteBuf in, int from) {
    for (int i = 0; i < name.length(); i++) {
      int letter = in.getByte(from + i);
      if (name.charAt(i) != (letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte next) {
    return next == ' ' || next == '\t';
  }

  /** RFC 9110 5.6.2. */
  private static boolean isTokenChar(byte next) {
    return (next >= 'a' && next <= 'z')
        || (next >= 'A' && next <= 'Z')
        || (next >= '0' && next <= '9')
        || (next > 0 && "!#$%&'*+-.^_`|~".indexOf(next) >= 0);
  }

  private static String text(ByteBuf in, int from, int to) {
    return in.toString(from, to - from, StandardCharsets.ISO_8859_1);
  }
}
