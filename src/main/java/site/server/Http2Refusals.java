package site.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the requests of an HTTP/2 connection that never began, because their head was malformed
 * (RFC 9113 8.1.1). The codec and Vert.x reset their streams and tell nobody, so it is read off the
 * frames that are sent.
 */
final class Http2Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Http2Refusals.class);
  private static final AttributeKey<LoopTraffic> COUNTERS =
      AttributeKey.valueOf(Http2Refusals.class, "counters");
  private static final int FRAME_HEADER = 9;

  private final Channel channel;
  private String reason = "";
  private int lastBegun;
  private int payloadLeft;

  Http2Refusals(Channel channel) {
    this.channel = channel;
  }

  /** Names the counters of the event loop of a connection. */
  static void countAt(LoopTraffic counters, HttpConnection connection) {
    HeaderDeadline.channel(connection).attr(COUNTERS).set(counters);
  }

  /** A head was read that makes a request; clients number their streams upwards. */
  void begun(int stream) {
    lastBegun = Math.max(lastBegun, stream);
  }

  /** Why the next stream is reset. */
  void because(String what) {
    reason = ": " + what;
  }

  /** Looks at bytes on their way out; each frame begins with a buffer of its own. */
  void sent(ByteBuf bytes) {
    int at = bytes.readerIndex();
    if (payloadLeft > 0 || bytes.readableBytes() < FRAME_HEADER) {
      payloadLeft = Math.max(0, payloadLeft - bytes.readableBytes());
      return;
    }
    payloadLeft = FRAME_HEADER + bytes.getUnsignedMedium(at) - bytes.readableBytes();
    if (bytes.getByte(at + 3) == Frame.RST_STREAM
        && bytes.getInt(at + FRAME_HEADER) == Http2Error.PROTOCOL_ERROR.code()) {
      reset(bytes.getInt(at + 5));
    }
  }

  private void reset(int stream) {
    if (stream <= lastBegun) {
      return; // it was counted when it began, and has its line in the access log
    }
    LoopTraffic counters = channel.attr(COUNTERS).get();
    if (counters != null) {
      counters.refusedAsMalformed();
    }
    LOG.debug("refused: malformed head of {}{}", channel.remoteAddress(), reason);
    reason = "";
  }
}
