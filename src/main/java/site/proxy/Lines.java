package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import site.config.UpstreamConfig.Timeouts;

/** Opens connections to targets, each in the protocol its target speaks. */
final class Lines {
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  /** A body is passed on in pieces of what one read brings, not in the codec's usual 8 KiB. */
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final HttpClientAgent http;
  private final NetClient sockets;

  Lines(Vertx vertx, Timeouts timeouts) {
    this.http = vertx.createHttpClient(httpConfig(timeouts));
    this.sockets =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout((int) timeouts.connect().toMillis()));
  }

  /** Connects, on the event loop of the caller. */
  Future<Line> open(Target target) {
    return switch (target.protocol()) {
      case UWSGI -> sockets.connect(target.socket()).map(Uwsgi::line);
      default -> openHttp(target);
    };
  }

  Future<Void> close() {
    return Future.join(http.close(), sockets.close()).mapEmpty();
  }

  private Future<Line> openHttp(Target target) {
    // Host and port only fill in what a unix socket lacks; Host is always set by us.
    HttpConnectOptions options =
        new HttpConnectOptions().setServer(target.socket()).setHost("localhost").setPort(80);
    return Future.<HttpClientConnection>future(done -> http.connect(options).onComplete(done))
        .map(HttpLine::new);
  }

  private static HttpClientConfig httpConfig(Timeouts timeouts) {
    return new HttpClientConfig()
        .setVersions(HttpVersion.HTTP_1_1)
        .setConnectTimeout(timeouts.connect())
        .setHttp1Config(
            new Http1ClientConfig()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_PIECE_BYTES));
  }
}
