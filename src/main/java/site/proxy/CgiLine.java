package site.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import site.http.JointFlush;

/** A connection to a server that takes CGI variables, one request at a time. */
final class CgiLine implements Line {
  private final NetSocketInternal socket;
  private final CgiCodec codec;
  private final Valve valve;
  private CgiRequest current;
  private Runnable gone = () -> {};

  CgiLine(NetSocket socket, CgiCodec codec) {
    this.socket = (NetSocketInternal) socket;
    this.codec = codec;
    this.socket.channelHandlerContext().pipeline().addFirst(new JointFlush());
    ChannelConfig channel = this.socket.channelHandlerContext().channel().config();
    // A target may answer and close before it has read the body: the answer counts, not the write.
    channel.setAutoClose(false);
    this.valve = Valve.of(channel);
    this.socket.messageHandler(this::read);
    this.socket.exceptionHandler(this::broken);
    this.socket.closeHandler(v -> closed());
  }

  @Override
  public Future<TargetRequest> request() {
    current = new CgiRequest(this);
    return Future.succeededFuture(current);
  }

  @Override
  public void onGone(Runnable gone) {
    this.gone = gone;
  }

  @Override
  public void ready() {
    current = null;
    valve.open();
  }

  @Override
  public Channel channel() {
    return socket.channelHandlerContext().channel();
  }

  @Override
  public void close() {
    socket.close();
  }

  /** Runs something after what the event loop is doing now. */
  void later(Runnable task) {
    socket.channelHandlerContext().executor().execute(task);
  }

  NetSocket socket() {
    return socket;
  }

  CgiCodec codec() {
    return codec;
  }

  Valve valve() {
    return valve;
  }

  private void read(Object message) {
    try {
      if (current == null) {
        // Nobody asked: whatever it is, it must not become the answer to the next request.
        close();
      } else if (message instanceof ByteBuf bytes) {
        current.read(bytes);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void broken(Throwable cause) {
    if (current != null) {
      current.fail(cause);
    }
    gone.run();
  }

  private void closed() {
    if (current != null) {
      current.closed(new HttpClosedException("Connection was closed"));
    }
    gone.run();
  }
}
