package site.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/** Netty's TLS handler, with our own in front of it and behind it for the time of the handshake. */
final class SeamHandler extends SslHandler {
  private final Choices choices;
  private final ChosenKeys keys;
  private final List<String> protocols;

  SeamHandler(
      Choices choices,
      ChosenKeys keys,
      List<String> protocols,
      SSLEngine engine,
      boolean startTls,
      Executor executor) {
    super(engine, startTls, executor);
    this.choices = choices;
    this.keys = keys;
    this.protocols = protocols;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    super.handlerAdded(ctx);
    ctx.pipeline()
        .addBefore(ctx.name(), null, new ClientHelloHandler(choices, keys, protocols, this));
    ctx.pipeline().addAfter(ctx.name(), null, new ChallengeEnd());
  }

  /**
   * Ends a connection that negotiated {@code acme-tls/1}: the handshake was all there is to it (RFC
   * 8737 3). The server behind never hears of it.
   */
  private final class ChallengeEnd extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (!(event instanceof SslHandshakeCompletionEvent)) {
        ctx.fireUserEventTriggered(event);
        return;
      }
      if (ClientHello.ACME_TLS.equals(applicationProtocol())) {
        var unused = ctx.channel().close(); // nothing is left to do, however it ends
        return;
      }
      ctx.fireUserEventTriggered(event);
      ctx.pipeline().remove(this);
    }
  }
}
