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
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import site.config.TargetUrl.Protocol;
import site.config.UpstreamConfig;

/** Opens connections to targets, each in the protocol its target speaks. */
final class Lines {
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  /** A body is passed on in pieces of what one read brings, not in the codec's usual 8 KiB. */
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final VertxInternal vertx;
  private final TargetSsl ssl;
  private final Map<Protocol, HttpClientAgent> clients = new EnumMap<>(Protocol.class);
  private final Optional<NetClient> sockets;

  /**
   * Makes a client for each protocol that is spoken, and no other: each has its own timers and
   * pools. All at once, since one made later would end with the listener that asked for it.
   */
  Lines(Vertx vertx, UpstreamConfig config) {
    this.vertx = (VertxInternal) vertx;
    this.ssl = new TargetSsl(config.tls());
    Set<Protocol> spoken =
        config.targets().stream().map(one -> one.url().protocol()).collect(Collectors.toSet());
    spoken.stream()
        .filter(Protocol::isHttp)
        .forEach(protocol -> clients.put(protocol, client(vertx, config, protocol)));
    this.sockets =
        spoken.stream().allMatch(Protocol::isHttp)
            ? Optional.empty()
            : Optional.of(vertx.createNetClient(sockets(config)));
  }

  /**
   * Connects, on the event loop of the caller.
   *
   * @param announcement what is said first
   * @param upgrade whether the connection may become something else, so that HTTP/2 is of no use
   */
  Future<Line> open(Target target, Announcement announcement, boolean upgrade) {
    return switch (target.protocol()) {
      case HTTP -> open(target, announcement, plain(target));
      case H2C -> open(target, plain(target).setProtocolVersion(HttpVersion.HTTP_2));
      case HTTPS -> open(target, announcement, secure(target, upgrade || announcement.isMade()));
      case UWSGI -> connect(target).map(socket -> new CgiLine(socket, new UwsgiCodec()));
      case FASTCGI -> connect(target).map(socket -> new CgiLine(socket, new FastCgiCodec()));
    };
  }

  Future<Void> close() {
    return Future.join(
            Stream.concat(
                    clients.values().stream().map(HttpClientAgent::close),
                    sockets.stream().map(NetClient::close))
                .toList())
        .mapEmpty();
  }

  private Future<Line> open(Target target, Announcement announcement, HttpConnectOptions options) {
    if (!announcement.isMade()) {
      return open(target, options);
    }
    return resolved(target.socket())
        .compose(socket -> open(target, options.setServer(announcement.to(socket))));
  }

  /** Vert.x would look a name up without regard to what else there is to an address. */
  private Future<SocketAddress> resolved(SocketAddress socket) {
    return socket.isDomainSocket() || socket.hostAddress() != null
        ? Future.succeededFuture(socket)
        : vertx
            .nameResolver()
            .resolve(socket.hostName())
            .map(
                found ->
                    SocketAddress.inetSocketAddress(new InetSocketAddress(found, socket.port())));
  }

  private Future<Line> open(Target target, HttpConnectOptions options) {
    HttpClientAgent client = clients.get(target.protocol());
    return Future.<HttpClientConnection>future(done -> client.connect(options).onComplete(done))
        .map(HttpLine::new);
  }

  private Future<NetSocket> connect(Target target) {
    return sockets.orElseThrow().connect(target.socket());
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

  private HttpClientAgent client(Vertx vertx, UpstreamConfig config, Protocol protocol) {
    return switch (protocol) {
      case HTTP -> vertx.createHttpClient(plain(config).setVersions(HttpVersion.HTTP_1_1));
      case H2C -> vertx.createHttpClient(plain(config).setVersions(HttpVersion.HTTP_2));
      case HTTPS -> vertx.httpClientBuilder().with(secure(config)).with(ssl.options()).build();
      case UWSGI, FASTCGI -> throw new IllegalArgumentException(protocol + " is no HTTP");
    };
  }

  private static HttpClientConfig secure(UpstreamConfig config) {
    return plain(config)
        .setSsl(true)
        .setVerifyHost(!config.tls().insecure())
        .setVersions(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
  }

  private static NetClientOptions sockets(UpstreamConfig config) {
    return new NetClientOptions().setConnectTimeout((int) config.timeouts().connect().toMillis());
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
