package site.proxy;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import site.config.ActionConfig;
import site.config.ActionConfig.FastCgi;
import site.config.ActionConfig.ForwardedHeaders;
import site.config.ActionConfig.HostHeader;
import site.config.Address;
import site.config.BalanceConfig;
import site.config.HealthConfig;
import site.config.RetryConfig;
import site.config.TargetTls;
import site.config.TargetUrl;
import site.config.TargetUrl.Protocol;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;
import site.config.UpstreamConfig.Timeouts;
import site.http.Action;
import site.http.Authority;
import site.http.Client;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.RequestPath;
import site.http.Wires;

/** A server that proxies every request: in the product, listeners and routes stand before it. */
final class Front implements AutoCloseable {
  static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20));

  /** How an exchange ended: its status, and the reason that the log would show. */
  record Outcome(int status, String note) {}

  final Upstream upstream;
  private volatile Outcome latest;
  private volatile boolean astray;
  private final HttpServer server;
  private final Optional<Upstream> mirror;
  private final Action action;
  private final boolean trusting;
  private final String prefix;

  private Front(
      Vertx vertx,
      ActionConfig.Proxy proxy,
      Settings settings,
      DnsServerAddressStreamProvider servers) {
    this.upstream =
        new Upstream(
            vertx,
            proxy.targets(),
            StickyIds.ofThisProcess(),
            settings.limits,
            Clock.systemUTC(),
            servers);
    this.mirror =
        proxy.mirror().map(copied -> new Upstream(vertx, copied, StickyIds.ofThisProcess()));
    this.action = new ProxyAction(upstream, proxy, mirror);
    this.trusting = settings.trusting;
    this.prefix = settings.prefix;
    this.server =
        await(
            settings
                .tlsOfListener
                .map(tls -> vertx.createHttpServer(listener(), tls))
                .orElseGet(() -> vertx.createHttpServer(listener()))
                .connectionHandler(Wires::keep)
                .requestHandler(this::handle)
                .listen());
  }

  private static HttpServerConfig listener() {
    return new HttpServerConfig()
        .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
        .setHost("127.0.0.1")
        .setPort(0);
  }

  /** What a test may want otherwise; each change makes another one. */
  static final class Settings implements Cloneable {
    static final Settings PLAIN = new Settings();

    private HostHeader host = HostHeader.KEEP;
    private ForwardedHeaders forwarded = ForwardedHeaders.X;
    private boolean trusting;
    private String prefix = "";
    private Timeouts timeouts = PATIENT;
    private PoolLimits limits = PoolLimits.DEFAULT;
    private Protocol protocol = Protocol.HTTP;
    private TargetTls tls = TargetTls.DEFAULT;
    private FastCgi fastcgi = FastCgi.DEFAULT;
    private Optional<ServerSSLOptions> tlsOfListener = Optional.empty();

    private Settings() {}

    private Settings with(Consumer<Settings> change) {
      try {
        Settings other = (Settings) clone();
        change.accept(other);
        return other;
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    Settings host(HostHeader other) {
      return with(settings -> settings.host = other);
    }

    Settings forwarded(ForwardedHeaders other) {
      return with(settings -> settings.forwarded = other);
    }

    Settings trustingPeers() {
      return with(settings -> settings.trusting = true);
    }

    Settings prefix(String other) {
      return with(settings -> settings.prefix = other);
    }

    Settings timeouts(Timeouts other) {
      return with(settings -> settings.timeouts = other);
    }

    Settings limits(PoolLimits other) {
      return with(settings -> settings.limits = other);
    }

    Settings protocol(Protocol other) {
      return with(settings -> settings.protocol = other);
    }

    Settings tls(TargetTls other) {
      return with(settings -> settings.tls = other);
    }

    Settings fastcgi(FastCgi other) {
      return with(settings -> settings.fastcgi = other);
    }

    /** With TLS for clients, too. */
    Settings secured(ServerSSLOptions other) {
      return with(settings -> settings.tlsOfListener = Optional.of(other));
    }

    Front before(Vertx vertx, int... ports) {
      return before(
          vertx,
          Arrays.stream(ports)
              .mapToObj(port -> (Address) new Address.Tcp("127.0.0.1", port))
              .toArray(Address[]::new));
    }

    Front before(Vertx vertx, Path socket) {
      return before(vertx, new Address.Unix(socket));
    }

    private Front before(Vertx vertx, Address... targets) {
      return new Front(
          vertx,
          new ActionConfig.Proxy(
              Optional.empty(),
              new UpstreamConfig(
                  Stream.of(targets)
                      .map(target -> new TargetConfig(new TargetUrl(protocol, target)))
                      .toList(),
                  timeouts,
                  BalanceConfig.DEFAULT,
                  HealthConfig.NONE,
                  RetryConfig.DEFAULT,
                  tls,
                  Optional.empty()),
              host,
              forwarded,
              false,
              false,
              false,
              fastcgi,
              Optional.empty()),
          this,
          DnsServerAddressStreamProviders.platformDefault());
    }
  }

  static Front before(Vertx vertx, int... ports) {
    return Settings.PLAIN.before(vertx, ports);
  }

  /** With everything that can be said of targets. */
  static Front before(Vertx vertx, UpstreamConfig targets) {
    return before(
        vertx,
        new ActionConfig.Proxy(Optional.empty(), targets, HostHeader.KEEP, ForwardedHeaders.X));
  }

  /** With everything that can be said of a proxy. */
  static Front before(Vertx vertx, ActionConfig.Proxy proxy) {
    return new Front(
        vertx, proxy, Settings.PLAIN, DnsServerAddressStreamProviders.platformDefault());
  }

  /** With targets whose names this server knows. */
  static Front before(Vertx vertx, UpstreamConfig targets, InetSocketAddress nameServer) {
    return new Front(
        vertx,
        new ActionConfig.Proxy(Optional.empty(), targets, HostHeader.KEEP, ForwardedHeaders.X),
        Settings.PLAIN,
        new SingletonDnsServerAddressStreamProvider(nameServer));
  }

  /** A target that speaks plain HTTP. */
  static TargetConfig target(int port) {
    return new TargetConfig(new TargetUrl(Protocol.HTTP, new Address.Tcp("127.0.0.1", port)));
  }

  int port() {
    return server.actualPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** What became of the copies. */
  UpstreamState.Mirrored mirrored() {
    return mirror.orElseThrow().state().mirrored();
  }

  UpstreamState.TargetState target() {
    return upstream.state().targets().get(0);
  }

  /** How the latest exchange ended, once one has. */
  Outcome outcome() {
    Eventually.until("an exchange ended", () -> latest != null);
    return latest;
  }

  /** However an exchange ended, who is told of it finds the context it may need a timer of. */
  @Override
  public void close() {
    if (astray) {
      throw new AssertionError("an exchange ended outside of a context");
    }
    await(server.close());
    await(upstream.close());
    mirror.ifPresent(copied -> await(copied.close()));
  }

  private void handle(HttpServerRequest request) {
    request.pause();
    Exchange exchange = exchange(request);
    request.response().exceptionHandler(cause -> exchange.end(true));
    request.response().closeHandler(v -> exchange.end(!request.response().ended()));
    exchange.onEnd(
        done -> {
          astray |= Vertx.currentContext() == null;
          latest = new Outcome(done.status(), done.note());
        });
    action
        .handle(exchange)
        .onFailure(cause -> fail(exchange, cause))
        .onComplete(done -> exchange.end(false))
        .onComplete(
            done -> {
              if (!request.isEnded()) {
                request.resume();
              }
            });
  }

  private Exchange exchange(HttpServerRequest request) {
    Exchange exchange =
        new Exchange(
            request,
            "id-1",
            new Client(
                InetAddress.getLoopbackAddress(), request.remoteAddress().port(), false, trusting),
            authority(request),
            new RequestPath(request.path(), request.path()),
            request.query(),
            Instant.now());
    exchange.wire(Wires.of(request));
    exchange.see(exchange.path(), prefix);
    return exchange;
  }

  private static Authority authority(HttpServerRequest request) {
    return request.authority() == null
        ? new Authority("127.0.0.1", -1)
        : new Authority(request.authority().host(), request.authority().port());
  }

  private static void fail(Exchange exchange, Throwable cause) {
    if (exchange.ended()) {
      return;
    }
    if (exchange.response().headWritten()) {
      exchange.response().reset();
      return;
    }
    int status = cause instanceof HttpFailure failure ? failure.status() : 500;
    exchange.response().setStatusCode(status).end(String.valueOf(cause.getMessage()));
  }

  static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
