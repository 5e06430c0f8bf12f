package site.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.http.impl.http2.codec.Http2ClientConnectionImpl;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import site.http.JointFlush;

/** A connection on which HTTP is spoken. */
final class HttpLine implements Line {
  /** Says nothing: method, path and headers are set on the request itself. */
  private static final RequestOptions PLAIN = new RequestOptions();

  /** Above that one more connection spreads the load better than one more stream. */
  private static final int MAX_STREAMS = 100;

  private final HttpClientConnection http;
  private final Channel channel;
  private final Optional<Valve> valve;
  private final Optional<AnswerGate> gate;
  private final TrailingEnd trailingEnd;

  HttpLine(HttpClientConnection http) {
    this.http = http;
    this.channel = channel(http);
    channel.pipeline().addFirst(new JointFlush());
    // Pausing the response would not do for HTTP/1.1: what was read and not yet taken is lost when
    // the target closes the connection behind it, as Gunicorn does.
    this.valve = isShared() ? Optional.empty() : Optional.of(Valve.of(channel.config()));
    this.gate = isShared() ? Optional.empty() : Optional.of(putUp(new AnswerGate()));
    this.trailingEnd = isShared() ? new Http2End(http2(http)) : new Http1End(channel);
    if (isShared()) {
      InterimDisguise.putUp(channel.pipeline().get(Http2ConnectionHandler.class));
    }
  }

  @Override
  public Future<TargetRequest> request() {
    gate.ifPresent(AnswerGate::expectAnswer);
    return http.request(PLAIN).map(request -> new HttpTargetRequest(request, valve, trailingEnd));
  }

  @Override
  public int capacity() {
    return isShared() ? (int) Math.max(1, Math.min(MAX_STREAMS, http.maxActiveStreams())) : 1;
  }

  @Override
  public void onGone(Runnable gone) {
    // A connection that breaks while idle says so here, too; it is closed right after.
    http.exceptionHandler(ignored -> gone.run());
    http.closeHandler(v -> gone.run());
    if (isShared()) {
      http.goAwayHandler(last -> gone.run());
    }
  }

  @Override
  public void ready() {
    if (!isShared()) {
      channel.eventLoop().execute(this::forgetSurplus);
    }
    gate.ifPresent(AnswerGate::expectNothing);
    valve.ifPresent(Valve::open);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    http.close();
  }

  private AnswerGate putUp(AnswerGate fresh) {
    String codec = channel.pipeline().context(HttpClientCodec.class).name();
    channel.pipeline().addBefore(codec, null, fresh);
    return fresh;
  }

  /**
   * Bytes behind the end of an answer that are no whole head stay in the decoder, where they would
   * become the beginning of the next answer. It lets go of them when it is told that no more comes;
   * half a head closes the connection.
   */
  private void forgetSurplus() {
    ChannelHandlerContext codec = channel.pipeline().context(HttpClientCodec.class);
    if (codec != null && codec.handler() instanceof HttpClientCodec decoder) {
      try {
        decoder.userEventTriggered(codec, ChannelInputShutdownEvent.INSTANCE);
      } catch (Exception e) {
        var unused = channel.close();
      }
    }
  }

  private boolean isShared() {
    return http.protocolVersion() == HttpVersion.HTTP_2;
  }

  private static Http2ClientConnectionImpl http2(HttpClientConnection http) {
    return (Http2ClientConnectionImpl) ((UnpooledHttpClientConnection) http).unwrap();
  }

  private static Channel channel(HttpClientConnection http) {
    return ((ConnectionBase) ((UnpooledHttpClientConnection) http).unwrap()).channel();
  }
}
