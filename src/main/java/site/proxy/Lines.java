package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.Http2ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import site.config.TargetUrl.Protocol;
import site.config.UpstreamConfig;

/** Opens connections to targets, each in the protocol its target speaks. */
final class Lines {
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  /** A body is passed on in pieces of what one read brings, not in the codec's usual 8 KiB. */
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final HttpClientAgent http;
  private final HttpClientAgent h2c;
  private final HttpClientAgent https;
  private final NetClient sockets;
  private final TargetSsl ssl;

  Lines(Vertx vertx, UpstreamConfig config) {
    this.ssl = new TargetSsl(config.tls());
    this.http = vertx.createHttpClient(plain(config).setVersions(HttpVersion.HTTP_1_1));
    this.h2c = vertx.createHttpClient(plain(config).setVersions(HttpVersion.HTTP_2));
    this.https =
        vertx
            .httpClientBuilder()
            .with(
                plain(config)
                    .setSsl(true)
                    .setVerifyHost(!config.tls().insecure())
                    .setVersions(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
            .with(ssl.options())
            .build();
    this.sockets =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout((int) config.timeouts().connect().toMillis()));
  }

  /**
   * Connects, on the event loop of the caller.
   *
   * @param upgrade whether the connection may become something else, so that HTTP/2 is of no use
   */
  Future<Line> open(Target target, boolean upgrade) {
    return switch (target.protocol()) {
      case HTTP -> open(http, plain(target));
      case H2C -> open(h2c, plain(target).setProtocolVersion(HttpVersion.HTTP_2));
      case HTTPS -> open(https, secure(target, upgrade));
      case UWSGI ->
          sockets.connect(target.socket()).map(socket -> new CgiLine(socket, new UwsgiCodec()));
      case FASTCGI ->
          sockets.connect(target.socket()).map(socket -> new CgiLine(socket, new FastCgiCodec()));
    };
  }

  Future<Void> close() {
    return Future.join(http.close(), h2c.close(), https.close(), sockets.close()).mapEmpty();
  }

  private static Future<Line> open(HttpClientAgent client, HttpConnectOptions options) {
    return Future.<HttpClientConnection>future(done -> client.connect(options).onComplete(done))
        .map(HttpLine::new);
  }

  /** Host and port only fill in what a unix socket lacks; Host is always set by us. */
  private static HttpConnectOptions plain(Target target) {
    return new HttpConnectOptions().setServer(target.socket()).setHost("localhost").setPort(80);
  }

  /** The host is what the target's certificate has to be for. */
  private HttpConnectOptions secure(Target target, boolean upgrade) {
    HttpConnectOptions options =
        new HttpConnectOptions()
            .setServer(target.socket())
            .setHost(ssl.serverName(target))
            .setPort(Protocol.HTTPS.port())
            .setSsl(true);
    return upgrade ? options.setProtocolVersion(HttpVersion.HTTP_1_1) : options;
  }

  private static HttpClientConfig plain(UpstreamConfig config) {
    return new HttpClientConfig()
        .setConnectTimeout(config.timeouts().connect())
        .setHttp2Config(new Http2ClientConfig().setClearTextUpgrade(false))
        .setHttp1Config(
            new Http1ClientConfig()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_PIECE_BYTES));
  }
}
