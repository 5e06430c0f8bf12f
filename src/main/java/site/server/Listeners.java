package site.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.Address;
import site.config.HandshakeConfig;
import site.config.HandshakeConfig.Engine;
import site.config.LimitsConfig;
import site.config.ListenerConfig;
import site.config.ListenerConfig.Protocol;
import site.config.Network;
import site.tls.QuicContexts;
import site.tls.TlsEngine;
import site.tls.TlsSeam;
import site.tls.TlsTerms;

/** Opens the sockets a configuration asks for. */
public final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final String SOCKET_MODE = "0660";
  private static final Supplier<Future<Void>> NO_CLEAN_UP = Future::succeededFuture;

  private final Vertx vertx;
  private final EntryPoint entryPoint;
  private final TlsSeam tls;
  private final InheritedSockets inherited;
  private final int loops;
  private final Http3Listeners http3;
  private final Crowd crowd = new Crowd();
  private final OpenStreams streams = new OpenStreams();
  private final AtomicInteger ephemeral = new AtomicInteger();

  /**
   * Opens nothing yet.
   *
   * @param inherited sockets to use for the listeners of their addresses
   * @param loops event loops each listener spreads its connections over
   */
  public Listeners(
      Vertx vertx, EntryPoint entryPoint, TlsSeam tls, InheritedSockets inherited, int loops) {
    this.vertx = vertx;
    this.entryPoint = entryPoint;
    this.tls = tls;
    this.inherited = inherited;
    this.loops = loops;
    this.http3 = new Http3Listeners(vertx, entryPoint, tls, loops);
  }

  /**
   * All that makes a listener what it is; while it is equal, the listener is kept.
   *
   * @param tls ignored without TLS
   */
  public record Spec(ListenerConfig config, LimitsConfig limits, HandshakeConfig tls) {}

  /** Binds; fails with a {@link ListenFailure} that says what to do. */
  public Future<OpenListener> open(Spec spec) {
    return boringSslProblem(spec)
        .compose(
            problem ->
                problem.isPresent() && spec.tls().engine() == Engine.BORINGSSL
                    ? Future.failedFuture(
                        new ListenFailure("tls.engine: boringssl cannot be used: " + problem.get()))
                    : bind(spec));
  }

  /** Whoever asks first loads the native library, which takes long enough to be done elsewhere. */
  private Future<Optional<String>> boringSslProblem(Spec spec) {
    return spec.config().tls() && spec.tls().engine() != Engine.JDK
        ? vertx.executeBlocking(TlsEngine::boringSslProblem, false)
        : Future.succeededFuture(Optional.empty());
  }

  private Future<OpenListener> bind(Spec spec) {
    return spec.config().address() instanceof Address.Unix unix
        ? openUnix(spec, unix)
        : openTcp(spec, (Address.Tcp) spec.config().address());
  }

  private Future<OpenListener> openTcp(Spec spec, Address.Tcp address) {
    Connections connections = new Connections(spec.limits(), streams, spec.config().proxyPeers());
    return blocking(() -> inherited.blockingExpect(address))
        .compose(v -> listen(spec, socketAddress(address), connections))
        .compose(
            listener ->
                openHttp3(spec, address, listener, connections)
                    .map(udp -> new OpenListener(spec, listener, connections, udp, NO_CLEAN_UP))
                    .recover(t -> closed(listener).transform(v -> Future.failedFuture(t))));
  }

  private static Future<Void> closed(Listener listener) {
    return listener.close(Duration.ZERO).transform(v -> listener.released());
  }

  private Future<Optional<Http3Listener>> openHttp3(
      Spec spec, Address.Tcp address, Listener tcp, Connections connections) {
    boolean wanted = spec.config().protocols().contains(Protocol.H3);
    if (!wanted || QuicContexts.problem().isPresent()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (inherited.descriptor(address) != InheritedSockets.NONE) {
      LOG.info("no HTTP/3 on {}: its socket is inherited, and has none of UDP beside it", address);
      return Future.succeededFuture(Optional.empty());
    }
    return http3
        .open(spec, host(address), tcp.port(), connections, gate(spec, connections))
        .map(Optional::of)
        .recover(
            t ->
                Future.failedFuture(
                    explained(new Address.Tcp(address.host(), tcp.port()), "UDP, for h3", t)));
  }

  private Future<OpenListener> openUnix(Spec spec, Address.Unix address) {
    SocketFile file =
        new SocketFile(
            address.path(), spec.config().mode().orElse(SOCKET_MODE), spec.config().group());
    SocketAddress bound = SocketAddress.domainSocketAddress(file.bound().toString());
    Connections connections = new Connections(spec.limits(), streams, spec.config().proxyPeers());
    return blocking(file::blockingPrepare)
        .compose(v -> listen(spec, bound, connections))
        .compose(
            listener ->
                blocking(file::blockingPublish)
                    .map(
                        v ->
                            new OpenListener(
                                spec,
                                listener,
                                connections,
                                Optional.empty(),
                                () -> blocking(file::blockingRemove)))
                    .onFailure(t -> listener.close(Duration.ZERO)));
  }

  private Future<Void> blocking(Runnable work) {
    return vertx.executeBlocking(
        () -> {
          work.run();
          return null;
        },
        false);
  }

  private Future<Listener> listen(Spec spec, SocketAddress address, Connections connections) {
    return Listener.open(
            vertx, address, loops, () -> server(spec, connections), gate(spec, connections))
        .onComplete(opened -> inherited.expectNothing())
        .recover(t -> Future.failedFuture(explained(spec.config().address(), "", t)));
  }

  private Gate gate(Spec spec, Connections connections) {
    return new Gate(
        spec.limits(),
        crowd,
        peer -> entryPoint.trusts(peer) || Network.anyContains(spec.config().proxyPeers(), peer),
        connections.reached());
  }

  private HttpServer server(Spec spec, Connections connections) {
    HttpServerBuilder builder = vertx.httpServerBuilder().with(serverConfig(spec));
    if (spec.config().tls()) {
      builder.with(sslOptions(spec)).with(tls.engineOptions(terms(spec).engine()));
    }
    return entryPoint.attach(builder.build(), spec.config().tls(), connections);
  }

  private ServerSSLOptions sslOptions(Spec spec) {
    TlsTerms terms = terms(spec);
    ServerSSLOptions options = new ServerSSLOptions();
    options.setKeyCertOptions(tls.keyCertOptions());
    options.setEnabledSecureTransportProtocols(terms.versions());
    terms.cipherSuites().forEach(options::addEnabledCipherSuite);
    // Later than our own deadline, which counts and logs.
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setSslHandshakeTimeout(2 * spec.limits().headerTimeout().toMillis());
    return options;
  }

  private static TlsTerms terms(Spec spec) {
    TlsEngine engine =
        switch (spec.tls().engine()) {
          case AUTO -> TlsEngine.best();
          case JDK -> TlsEngine.JDK;
          case BORINGSSL -> TlsEngine.BORINGSSL;
        };
    return spec.tls().onlyTls13() ? TlsTerms.modern(engine) : TlsTerms.intermediate(engine);
  }

  private static HttpServerConfig serverConfig(Spec spec) {
    LimitsConfig limits = spec.limits();
    HttpServerConfig config = new HttpServerConfig();
    config.getTcpConfig().setUseProxyProtocol(!spec.config().proxyPeers().isEmpty());
    return config
        .setVersions(versions(spec.config().protocols()))
        .setIdleTimeout(limits.idle())
        .setHttp1Config(
            new Http1ServerConfig()
                .setMaxHeaderSize(limits.headerSize())
                .setMaxInitialLineLength(limits.requestLine()))
        .setHttp2Config(
            new Http2ServerConfig()
                // The frames of clients are counted before, by FrameBudget; this is for our own.
                .setRstFloodMaxRstFramePerWindow(1_000)
                .setInitialSettings(
                    new Http2Settings()
                        .setMaxConcurrentStreams(limits.streams())
                        .setMaxHeaderListSize(limits.headerSize())));
  }

  private static Set<HttpVersion> versions(Set<Protocol> protocols) {
    Set<HttpVersion> versions = EnumSet.noneOf(HttpVersion.class);
    if (protocols.contains(Protocol.H1)) {
      versions.add(HttpVersion.HTTP_1_0);
      versions.add(HttpVersion.HTTP_1_1);
    }
    if (protocols.contains(Protocol.H2)) {
      versions.add(HttpVersion.HTTP_2);
    }
    return versions;
  }

  private SocketAddress socketAddress(Address.Tcp address) {
    String host = host(address);
    if (address.port() != 0) {
      return SocketAddress.inetSocketAddress(address.port(), host);
    }
    // a negative port is a label under which Vert.x' instances share one port of the system's
    // choice
    return SocketAddress.sharedRandomPort(ephemeral.incrementAndGet(), host);
  }

  private static String host(Address.Tcp address) {
    return address.host().isEmpty() ? everyAddress() : address.host();
  }

  /** Dual-stack where the machine has IPv6. */
  private static String everyAddress() {
    try {
      boolean ipv6 =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .anyMatch(Inet6Address.class::isInstance);
      return ipv6 ? "::" : "0.0.0.0";
    } catch (SocketException e) {
      return "0.0.0.0";
    }
  }

  private static Throwable explained(Address address, String by, Throwable failure) {
    if (failure instanceof ListenFailure) {
      return failure;
    }
    String where = "cannot listen on " + address + (by.isEmpty() ? "" : " (" + by + ")");
    return new ListenFailure(where + ": " + reason(failure));
  }

  private static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("Permission denied")) {
      return "permission denied (ports below 1024 need root or CAP_NET_BIND_SERVICE)";
    }
    boolean taken = failure instanceof BindException || message.contains("Address already in use");
    return taken ? "the address is in use by another process" : message;
  }
}
