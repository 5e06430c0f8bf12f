package site.server;

import io.vertx.core.Completable;
import io.vertx.core.Handler;
import io.vertx.core.http.FormDecoderConfig;
import io.vertx.core.http.Http3Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.QueryParamDecoderConfig;
import io.vertx.core.http.impl.HttpServerRequestImpl;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.http.impl.http3.Http3ServerConnection;
import io.vertx.core.internal.http.QueryParamDecoder;
import io.vertx.core.internal.quic.QuicConnectionInternal;
import io.vertx.core.net.QuicConnection;
import site.config.LimitsConfig;

/**
 * Makes QUIC connections HTTP/3 connections (RFC 9114), whose requests are like those of any other
 * version. Vert.x' own server does the same behind sockets we could not limit.
 */
final class Http3 implements Completable<QuicConnection> {
  private static final FormDecoderConfig FORMS = new FormDecoderConfig();

  private final LimitsConfig limits;
  private final Connections connections;
  private final Handler<HttpServerRequest> requests;
  private final QueryParamDecoder queries = new QueryParamDecoder(new QueryParamDecoderConfig());

  Http3(LimitsConfig limits, Connections connections, Handler<HttpServerRequest> requests) {
    this.limits = limits;
    this.connections = connections;
    this.requests = requests;
  }

  /** A handshake is over. */
  @Override
  public void complete(QuicConnection connection, Throwable failure) {
    if (failure != null) {
      connections.failed(failure);
      return;
    }
    QuicConnectionInternal quic = (QuicConnectionInternal) connection;
    Http3ServerConnection http = new Http3ServerConnection(quic, settings(), null, null);
    http.init();
    quic.channelHandlerContext()
        .pipeline()
        .addBefore(
            "handler",
            null,
            new Http3Streams(limits.headerTimeout(), connections.streams(), connections.reached()));
    http.streamHandler(stream -> request(stream, http));
    connections.count((HttpConnection) http);
  }

  /** The dynamic tables of QPACK (RFC 9204) stay empty: nothing waits for another stream. */
  private Http3Settings settings() {
    return new Http3Settings()
        .setMaxFieldSectionSize(limits.headerSize())
        .setQPackMaxTableCapacity(0)
        .setQPackBlockedStreams(0);
  }

  private void request(HttpServerStream stream, HttpConnection connection) {
    new HttpServerRequestImpl(
            requests,
            stream,
            stream.context(),
            false,
            FORMS.getMaxAttributeSize(),
            FORMS.getMaxFields(),
            FORMS.getMaxBufferedBytes(),
            queries,
            "https://" + connection.localAddress())
        .init();
  }
}
