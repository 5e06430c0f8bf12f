package site.acme;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import site.Await;
import site.Ports;
import site.tls.CertificateProblem;
import site.tls.InternalCa;

/**
 * A certificate authority for tests: Let's Encrypt's pebble with its DNS server, both on loopback,
 * where every name leads to 127.0.0.1. Debian has it as package {@code pebble}.
 */
public final class Pebble implements AutoCloseable {
  /** Why a test is skipped. */
  public static final String MISSING = "pebble is not installed (apt-get install pebble)";

  /** Why a test is skipped. */
  public static final String NEWER_MISSING = "there is no newer pebble (scripts/fetch-authorities)";

  private static final Path NEWER = Path.of("target/authorities/usr/bin/pebble").toAbsolutePath();

  private final Path directory;
  private final int port;
  private final int management;
  private final int names;
  private final List<Process> processes = new ArrayList<>();

  private Pebble(Path directory, int port, int management, int names) {
    this.directory = directory;
    this.port = port;
    this.management = management;
    this.names = names;
  }

  /**
   * How it behaves.
   *
   * @param httpPort where it looks for http-01
   * @param tlsPort where it looks for tls-alpn-01
   * @param port where it listens, 0 for any
   * @param config more of its configuration file, such as {@code "certificateValidityPeriod": 90}
   * @param newer whether it is the one of {@link #isNewerInstalled()}
   */
  public record Behaviour(
      int httpPort,
      int tlsPort,
      int port,
      Map<String, String> environment,
      List<String> config,
      boolean newer) {
    public Behaviour(int httpPort, int tlsPort) {
      this(httpPort, tlsPort, 0, Map.of(), List.of(), false);
    }

    public Behaviour with(String variable, String value) {
      Map<String, String> all = new TreeMap<>(environment);
      all.put(variable, value);
      return new Behaviour(httpPort, tlsPort, port, all, config, newer);
    }

    public Behaviour with(String json) {
      List<String> all = Stream.concat(config.stream(), Stream.of(json)).toList();
      return new Behaviour(httpPort, tlsPort, port, environment, all, newer);
    }

    public Behaviour on(int fixed) {
      return new Behaviour(httpPort, tlsPort, fixed, environment, config, newer);
    }

    /**
     * The newer one, which has renewal information and profiles.
     *
     * @param validity of its certificates, by profile
     */
    public Behaviour newer(Map<String, Duration> validity) {
      JsonObject profiles = new JsonObject();
      validity.forEach(
          (name, life) ->
              profiles.put(
                  name,
                  new JsonObject()
                      .put("description", name)
                      .put("validityPeriod", life.toSeconds())));
      List<String> all =
          Stream.concat(config.stream(), Stream.of("\"profiles\": " + profiles)).toList();
      return new Behaviour(httpPort, tlsPort, port, environment, all, true);
    }
  }

  /** Whether this machine has it. */
  public static boolean isInstalled() {
    return binary("pebble").isPresent() && binary("pebble-challtestsrv").isPresent();
  }

  /** Whether there is one with renewal information (RFC 9773) and profiles, see the script. */
  public static boolean isNewerInstalled() {
    return Files.isExecutable(NEWER);
  }

  private static Optional<Path> binary(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static Pebble start(Path directory, Behaviour behaviour) {
    try {
      int port = behaviour.port() == 0 ? Ports.free() : behaviour.port();
      Pebble pebble = new Pebble(directory, port, Ports.free(), Ports.free());
      pebble.startNames();
      pebble.startAuthority(behaviour);
      return pebble;
    } catch (IOException | CertificateProblem e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where ACME begins. */
  public URI directoryUrl() {
    return URI.create("https://localhost:" + port + "/dir");
  }

  public int port() {
    return port;
  }

  /** PEM file of the authority its own server is under. */
  public Path serverRoot() {
    return directory.resolve("ca/root.pem");
  }

  /** The root below which it issues, as PEM. */
  public String issuingRoot() {
    return get(URI.create("https://localhost:" + management + "/roots/0"));
  }

  /** The subject of one of its alternative roots. */
  String issuingRoot(int number) {
    String pem = get(URI.create("https://localhost:" + management + "/roots/" + number));
    try (InputStream in =
        new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
      var factory = CertificateFactory.getInstance("X.509");
      return ((java.security.cert.X509Certificate) factory.generateCertificate(in))
          .getSubjectX500Principal()
          .getName();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public SSLContext trustOfIssued() {
    return trust(issuingRoot());
  }

  /** Lets the names it resolves be told otherwise, in the test server's own words. */
  public void names(String path, String json) {
    URI uri = URI.create("http://127.0.0.1:" + names + "/" + path);
    send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(json)).build());
  }

  /** Where its names can be told otherwise. */
  public URI namesUrl() {
    return URI.create("http://127.0.0.1:" + names);
  }

  /** What it has printed. */
  public String log() {
    try {
      return Files.readString(directory.resolve("pebble.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many orders it has got. */
  public long orders() {
    return log().lines().filter(line -> line.contains("POST /order-plz")).count();
  }

  private void startNames() throws IOException {
    int dns = Ports.free();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("dns"), "127.0.0.1:" + dns);
    List<String> command =
        List.of(
            binary("pebble-challtestsrv").orElseThrow().toString(),
            "-dns01",
            "127.0.0.1:" + dns,
            "-http01",
            "",
            "-https01",
            "",
            "-tlsalpn01",
            "",
            "-management",
            "127.0.0.1:" + names,
            "-defaultIPv6",
            "");
    processes.add(run(command, "names.log", Map.of()));
    await(names);
  }

  private void startAuthority(Behaviour behaviour) throws IOException, CertificateProblem {
    InternalCa.blockingOpen(directory.resolve("ca"), Clock.systemUTC())
        .blockingIssue(Set.of("localhost", "127.0.0.1"));
    Path pem;
    try (Stream<Path> made = Files.list(directory.resolve("ca/servers"))) {
      pem = made.findFirst().orElseThrow();
    }
    String more = behaviour.config().stream().map(json -> ", " + json).reduce("", String::concat);
    Path config =
        Files.writeString(
            directory.resolve("pebble.json"),
            """
            {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
             "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d%s}}
            """
                .formatted(
                    port, management, pem, pem, behaviour.httpPort(), behaviour.tlsPort(), more));
    Map<String, String> environment = new TreeMap<>(Map.of("PEBBLE_VA_NOSLEEP", "1"));
    environment.put("PEBBLE_WFE_NONCEREJECT", "0");
    environment.putAll(behaviour.environment());
    String dns = Files.readString(directory.resolve("dns"));
    List<String> command =
        List.of(
            (behaviour.newer() ? NEWER : binary("pebble").orElseThrow()).toString(),
            "-config",
            config.toString(),
            "-dnsserver",
            dns);
    processes.add(run(command, "pebble.log", environment));
    await(port);
    await(management);
  }

  private Process run(List<String> command, String log, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(log).toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void await(int where) {
    Await.until(() -> accepts(where), this::log);
  }

  private static boolean accepts(int where) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), where)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Stops it in the middle of whatever it does, until {@link #thaw()}. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    long pid = processes.get(processes.size() - 1).pid();
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /**
   * Says when a certificate is to be renewed (RFC 9773); the newer one only.
   *
   * @param certificate as PEM
   */
  public void renewalInfo(String certificate, String answer) {
    URI uri = URI.create("https://localhost:" + management + "/set-renewal-info/");
    JsonObject body = new JsonObject().put("certificate", certificate).put("ariResponse", answer);
    send(
        HttpRequest.newBuilder(uri)
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build());
  }

  private String get(URI uri) {
    return send(HttpRequest.newBuilder(uri).build());
  }

  private String send(HttpRequest request) {
    try {
      HttpClient client =
          HttpClient.newBuilder().sslContext(trust(Files.readString(serverRoot()))).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client that trusts this and nothing else. */
  public static SSLContext trust(String pem) {
    try (InputStream in =
        new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroyForcibly();
    }
    for (Process process : processes) {
      try {
        process.waitFor(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
