package site.server;

import io.netty.buffer.ByteBuf;

/**
 * Where an HTTP/1 connection stands: within a head, within content, or between two messages. Told
 * by the bytes as they come and by the decoder behind them.
 */
final class Http1Place {
  private boolean inMessage;
  private boolean bytesOfNext;
  private int strayBytes;
  private int unanswered;
  private boolean askedForBody;
  private long received;

  /** Bytes came, which the decoder has not seen yet. */
  void read(ByteBuf bytes) {
    received += bytes.readableBytes();
    if (!isStrayLine(bytes)) {
      bytesOfNext = true;
    }
  }

  /** RFC 9112 2.2: an empty line behind the content of a request belongs to none. */
  private boolean isStrayLine(ByteBuf bytes) {
    if (inMessage || bytesOfNext || bytes.readableBytes() > 2 - strayBytes) {
      return false;
    }
    for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
      if (bytes.getByte(i) != '\r' && bytes.getByte(i) != '\n') {
        return false;
      }
    }
    strayBytes += bytes.readableBytes();
    return true;
  }

  /** From here on the first request is awaited. */
  void begin() {
    bytesOfNext = true;
  }

  void headRead() {
    inMessage = true;
    askedForBody = false;
    strayBytes = 0;
    unanswered++;
  }

  /** The last of a request was decoded; bytes behind it are noticed when the next ones come. */
  void messageRead() {
    inMessage = false;
    bytesOfNext = false;
  }

  /** 100 (Continue) is sent. */
  void bodyAskedFor() {
    askedForBody = true;
  }

  void answered() {
    unanswered--;
  }

  boolean isWithinHeader() {
    return !inMessage && bytesOfNext;
  }

  boolean isWithinMessage() {
    return inMessage;
  }

  /** Whether a request was read that is not answered. */
  boolean owesAnswer() {
    return unanswered > 0;
  }

  /** Whether it is the only one that is not answered. */
  boolean owesLastAnswer() {
    return unanswered == 1;
  }

  boolean wasBodyAskedFor() {
    return askedForBody;
  }

  /** Bytes of all messages. */
  long received() {
    return received;
  }
}
