package site.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Stands in front of the codec of a connection in HTTP/1.1 and lets whole heads through that passed
 * {@link HeadCheck}, and bodies as they come. What a target says unasked closes the connection.
 */
final class AnswerGate extends ChannelInboundHandlerAdapter {
  /** Interim responses (RFC 9110 15.2) before it is taken for a flood. */
  private static final int MAX_INTERIM = 16;

  private enum Expected {
    NOTHING,
    HEAD,
    BODY
  }

  private final HeadCheck check = new HeadCheck();
  private Expected expected = Expected.NOTHING;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private TrailerCheck trailers;
  private int interim;

  /** A request goes out. */
  void expectAnswer() {
    check.restart();
    trailers = null;
    interim = 0;
    expected = Expected.HEAD;
  }

  /** The answer was read to its end. */
  void expectNothing() {
    expected = Expected.NOTHING;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
    } else if (expected == Expected.BODY) {
      passBody(ctx, bytes, 0);
    } else if (expected == Expected.NOTHING) {
      bytes.release();
      var unused = ctx.close();
    } else {
      held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, bytes);
      look(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    letGo();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    letGo();
  }

  private void look(ChannelHandlerContext ctx) {
    int headSize = 0;
    try {
      while (expected == Expected.HEAD && (headSize = check.find(held)) >= 0) {
        pass(ctx, headSize);
      }
    } catch (MalformedAnswer e) {
      refuse(ctx, e);
      return;
    }
    if (expected == Expected.BODY) {
      ByteBuf whole = held;
      held = Unpooled.EMPTY_BUFFER;
      passBody(ctx, whole, headSize);
    }
  }

  /** The head may stand in front of it. */
  private void passBody(ChannelHandlerContext ctx, ByteBuf bytes, int headSize) {
    if (trailers != null) {
      try {
        trailers.look(bytes, bytes.readerIndex() + headSize);
      } catch (MalformedAnswer e) {
        bytes.release();
        refuse(ctx, e);
        return;
      }
    }
    ctx.fireChannelRead(bytes);
  }

  private void pass(ChannelHandlerContext ctx, int size) {
    int status = check.status();
    if (status >= 200 || status == 101) {
      expected = Expected.BODY;
      trailers = status != 101 && check.isChunked() ? new TrailerCheck() : null;
      return;
    }
    if (++interim > MAX_INTERIM) {
      throw new MalformedAnswer("more than " + MAX_INTERIM + " interim responses");
    }
    check.restart();
    if (status != 100 && status != Interim.EARLY_HINTS) {
      disguise(ctx, status, held.readRetainedSlice(size));
    } else {
      ctx.fireChannelRead(held.readRetainedSlice(size));
    }
  }

  private static void disguise(ChannelHandlerContext ctx, int status, ByteBuf head) {
    ctx.fireChannelRead(Interim.disguise(status));
    head.skipBytes(head.bytesBefore((byte) '\n') + 1);
    ctx.fireChannelRead(head);
  }

  private void refuse(ChannelHandlerContext ctx, MalformedAnswer why) {
    letGo();
    ctx.fireExceptionCaught(why);
    var unused = ctx.close();
  }

  private void letGo() {
    expected = Expected.NOTHING;
    held.release();
    held = Unpooled.EMPTY_BUFFER;
  }
}
