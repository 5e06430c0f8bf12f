package site.tls;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real listener on loopback behind a seam, with all its connections on one event loop. Answers
 * every request with the server name of its connection.
 */
final class SeamServer implements AutoCloseable {
  private static final Set<String> ALL = Set.of("TLSv1.2", "TLSv1.3");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger connections = new AtomicInteger();
  private final HttpServer server;

  private SeamServer(
      TlsEngine engine, TlsSeam seam, Set<String> protocols, HttpServerConfig config) {
    var options =
        new ServerSSLOptions()
            .setKeyCertOptions(seam.keyCertOptions())
            .setEnabledSecureTransportProtocols(protocols);
    TlsTerms.intermediate(engine).cipherSuites().forEach(options::addEnabledCipherSuite);
    this.server =
        vertx
            .httpServerBuilder()
            .with(config.setHost("127.0.0.1").setPort(0))
            .with(options)
            .with(seam.engineOptions(engine))
            .withConnectHandler(connection -> connections.incrementAndGet())
            .build()
            .requestHandler(
                request -> {
                  var name = TlsSeam.serverName(request.connection());
                  request.response().end(name.orElse("no server name"));
                });
  }

  static SeamServer with(CertificateTable table) throws Exception {
    return with(new CertificateStore(table));
  }

  static SeamServer with(CertificateChooser chooser) throws Exception {
    return with(new TlsSeam(chooser, HoldLimits.DEFAULT));
  }

  static SeamServer with(TlsSeam seam) throws Exception {
    return new SeamServer(TlsEngine.JDK, seam, ALL, bothVersions()).listen();
  }

  static SeamServer with(TlsEngine engine, CertificateTable table) throws Exception {
    return with(engine, new CertificateStore(table));
  }

  static SeamServer with(TlsEngine engine, CertificateChooser chooser) throws Exception {
    var seam = new TlsSeam(chooser, HoldLimits.DEFAULT);
    return new SeamServer(engine, seam, ALL, bothVersions()).listen();
  }

  static SeamServer speaking(
      TlsEngine engine, CertificateChooser chooser, String protocol, HttpVersion version)
      throws Exception {
    var seam = new TlsSeam(chooser, HoldLimits.DEFAULT);
    var config = new HttpServerConfig().setVersions(version);
    return new SeamServer(engine, seam, Set.of(protocol), config).listen();
  }

  static SeamServer behindProxyProtocol(CertificateChooser chooser) throws Exception {
    var config = bothVersions();
    config.getTcpConfig().setUseProxyProtocol(true);
    var seam = new TlsSeam(chooser, HoldLimits.DEFAULT);
    return new SeamServer(TlsEngine.JDK, seam, ALL, config).listen();
  }

  private static HttpServerConfig bothVersions() {
    return new HttpServerConfig().setVersions(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2);
  }

  int port() {
    return server.actualPort();
  }

  /** Connections that got as far as HTTP. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private SeamServer listen() throws Exception {
    server.listen().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return this;
  }
}
