package site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine;
import site.cli.Cli;
import site.cli.Launch;
import site.config.Home;
import site.revision.ServerState;
import site.server.InheritedSockets;

/**
 * The whole server over real sockets, in this process: started from a configuration written in the
 * test, on ports of the system's choice.
 */
public final class TestServer implements AutoCloseable {
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);

  private final Path home;
  private final Server server;

  private TestServer(Path home, Server server) {
    this.home = home;
    this.server = server;
  }

  /** Starts with this {@code config/site.yaml}; fails as the command line would. */
  public static TestServer start(Path home, String yaml) {
    write(home.resolve("config/site.yaml"), yaml);
    return start("run", "--home", home.toString());
  }

  /** Starts as the command line would with these arguments. */
  public static TestServer start(String... arguments) {
    AtomicReference<Launch> launch = new AtomicReference<>();
    CommandLine line =
        Cli.commandLine(
            parsed -> {
              launch.set(parsed);
              return 0;
            });
    if (line.execute(arguments) != 0) {
      throw new IllegalArgumentException(String.join(" ", arguments));
    }
    return start(launch.get());
  }

  private static TestServer start(Launch launch) {
    Path home = launch.home().directory();
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    InheritedSockets none = InheritedSockets.ofThisProcess();
    Server server =
        new Server(
            nowhere,
            launch,
            Home.of(home, name -> null),
            launch.configuration().blockingRead().config(),
            Server.vertx(none),
            none);
    server.blockingBegin();
    return new TestServer(home, server);
  }

  /** At once, so that those who watch the file never see the half of it. */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Path whole = Path.of(System.getProperty("java.io.tmpdir"), "whole-" + UUID.randomUUID());
      Files.move(Files.writeString(whole, text), file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes another configuration and reloads; returns the summary or throws with the reasons. */
  public String reload(String yaml) throws Exception {
    write(home.resolve("config/site.yaml"), yaml);
    return reload();
  }

  public String reload() throws Exception {
    return server
        .revisions()
        .reload()
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  /** What {@code status} shows. */
  public ServerState state() {
    return server.revisions().state();
  }

  /** The port of the listener at this place in the configuration. */
  public int port(int listener) {
    List<String> urls = server.revisions().state().listeners();
    return URI.create(urls.get(listener)).getPort();
  }

  /** GET from the admin pages. */
  HttpResponse<String> getAdmin(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(server.adminUrl().orElseThrow() + path)));
  }

  Path root() {
    return home.resolve("data/tls/internal/root.pem");
  }

  /** A client that trusts the internal CA. */
  HttpClient client(HttpClient.Version version) throws GeneralSecurityException, IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(version).connectTimeout(TIME_TO_ANSWER);
    if (Files.exists(root())) {
      builder.sslContext(trusting(root()));
    }
    return builder.build();
  }

  public static SSLContext trusting(Path root) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(root)) {
      store.setCertificateEntry(
          "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** GET from the listener at this place, in the clear. */
  HttpResponse<String> get(int listener, String path) throws Exception {
    return send(HttpRequest.newBuilder(url("http", listener, path)));
  }

  /** GET from the listener at this place over TLS. */
  HttpResponse<String> getTls(int listener, String path) throws Exception {
    return send(HttpRequest.newBuilder(url("https", listener, path)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client(HttpClient.Version.HTTP_1_1)
        .send(request.timeout(TIME_TO_ANSWER).build(), HttpResponse.BodyHandlers.ofString());
  }

  public URI url(String scheme, int listener, String path) {
    return URI.create(scheme + "://localhost:" + port(listener) + path);
  }

  @Override
  public void close() {
    server.blockingEnd();
  }
}
