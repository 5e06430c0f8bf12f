package site.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicTokenHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Handshakes of QUIC that are under way. While there are few, a client is let in with its first
 * packet; when there are many, it must first show that it is where it says (RFC 9000 8.1.2), so
 * that packets with invented addresses take nothing from us.
 */
final class HalfOpen implements QuicTokenHandler {
  private static final int FEW = 100;

  private final AddressToken tokens;
  private final AtomicInteger underWay = new AtomicInteger();

  HalfOpen(AddressToken tokens) {
    this.tokens = tokens;
  }

  /** A handshake begins, and ends within this time one way or the other. */
  void begin(QuicChannel connection, Duration timeout, Gate gate) {
    underWay.incrementAndGet();
    AtomicBoolean over = new AtomicBoolean();
    ScheduledFuture<?> deadline =
        connection
            .eventLoop()
            .schedule(() -> miss(connection, gate), timeout.toMillis(), TimeUnit.MILLISECONDS);
    Runnable end =
        () -> {
          if (over.compareAndSet(false, true)) {
            deadline.cancel(false);
            underWay.decrementAndGet();
          }
        };
    connection.closeFuture().addListener(closed -> end.run());
    connection.pipeline().addLast(new UntilActive(end));
  }

  private static void miss(QuicChannel connection, Gate gate) {
    gate.reached(Limit.HEADER_TIMEOUT, connection.remoteSocketAddress());
    var unused = connection.close();
  }

  private static final class UntilActive extends ChannelInboundHandlerAdapter {
    private final Runnable end;

    UntilActive(Runnable end) {
      this.end = end;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      end.run();
      ctx.fireChannelActive();
      ctx.pipeline().remove(this);
    }
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress client) {
    if (underWay.get() < FEW) {
      return false;
    }
    tokens.write(out, connectionId, client);
    return true;
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress client) {
    return tokens.verify(token, client);
  }

  @Override
  public int maxTokenLength() {
    return AddressToken.MAX_LENGTH;
  }
}
