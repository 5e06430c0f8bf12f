package site.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * Follows the frames of an HTTP/2 connection (RFC 9113 4.1), from its preface on, to know whether
 * the bytes so far end within a header and whether a {@link FrameBudget} is used up. Judges no
 * frame: that is the decoder's work.
 */
final class HeaderFrames {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int FRAME_HEADER = 9;

  private final byte[] header = new byte[FRAME_HEADER];
  private int prefaceSeen;
  private int headerSeen;
  private int payloadLeft;
  private boolean blockOpen;
  private int lastStream;
  private final FrameBudget budget;
  private Optional<Limit> exceeded = Optional.empty();

  HeaderFrames(FrameBudget budget) {
    this.budget = budget;
  }

  /** Looks at all readable bytes and leaves them as they are. */
  void read(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      at = areHttp2() ? frame(bytes, at, end) : preface(bytes, at);
    }
  }

  private int preface(ByteBuf bytes, int at) {
    byte next = bytes.getByte(at);
    if (next != PREFACE[prefaceSeen]) {
      prefaceSeen = 0; // of an upgrade's request (RFC 7540 3.2), which comes before it
    }
    if (next == PREFACE[prefaceSeen]) {
      prefaceSeen++;
    }
    return at + 1;
  }

  private int frame(ByteBuf bytes, int at, int end) {
    if (payloadLeft > 0) {
      int passed = Math.min(payloadLeft, end - at);
      payloadLeft -= passed;
      return at + passed;
    }
    if (headerSeen == FRAME_HEADER) {
      headerSeen = 0;
    }
    header[headerSeen++] = bytes.getByte(at);
    if (headerSeen == FRAME_HEADER) {
      begin();
    }
    return at + 1;
  }

  private void begin() {
    payloadLeft = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
    if (exceeded.isEmpty()) {
      exceeded = budget.take(header[3], header[4], payloadLeft);
    }
    if (header[3] == Frame.HEADERS || header[3] == Frame.CONTINUATION) {
      blockOpen = (header[4] & Frame.END_HEADERS) == 0;
    }
    if (header[3] == Frame.HEADERS) {
      lastStream = Unpooled.wrappedBuffer(header, 5, 4).readInt() & Integer.MAX_VALUE;
    }
  }

  boolean areHttp2() {
    return prefaceSeen == PREFACE.length;
  }

  /**
   * Before the end of the preface, within a frame that carries no content, or between the frames of
   * one header block.
   */
  boolean isWithinHeader() {
    boolean partOfHeader = headerSeen > 0 && headerSeen < FRAME_HEADER;
    return !areHttp2() || partOfHeader || blockOpen || (payloadLeft > 0 && header[3] != Frame.DATA);
  }

  /** What there were too many of. */
  Optional<Limit> exceeded() {
    return exceeded;
  }

  /** RFC 9113 6.8, with {@code ENHANCE_YOUR_CALM}. */
  ByteBuf goAway() {
    ByteBuf frame = Unpooled.buffer(FRAME_HEADER + 8);
    frame.writeMedium(8).writeByte(Frame.GO_AWAY).writeByte(0).writeInt(0);
    return frame.writeInt(lastStream).writeInt(Frame.ENHANCE_YOUR_CALM);
  }
}
