package site.acme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.time.Instant;
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
import site.tls.CertificateProblem;
import site.tls.InternalCa;

/**
 * A certificate authority for tests: Let's Encrypt's pebble with its DNS server, both on loopback,
 * where every name leads to 127.0.0.1. Debian has it as package {@code pebble}.
 */
public final class Pebble implements AutoCloseable {
  private static final Duration TIME_TO_START = Duration.ofSeconds(20);

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
   */
  public record Behaviour(
      int httpPort, int tlsPort, int port, Map<String, String> environment, List<String> config) {
    public Behaviour(int httpPort, int tlsPort) {
      this(httpPort, tlsPort, 0, Map.of(), List.of());
    }

    public Behaviour with(String variable, String value) {
      Map<String, String> all = new TreeMap<>(environment);
      all.put(variable, value);
      return new Behaviour(httpPort, tlsPort, port, all, config);
    }

    public Behaviour with(String json) {
      List<String> all = Stream.concat(config.stream(), Stream.of(json)).toList();
      return new Behaviour(httpPort, tlsPort, port, environment, all);
    }

    public Behaviour on(int fixed) {
      return new Behaviour(httpPort, tlsPort, fixed, environment, config);
    }
  }

  /** Whether this machine has it. */
  public static boolean isInstalled() {
    return binary("pebble").isPresent() && binary("pebble-challtestsrv").isPresent();
  }

  private static Optional<Path> binary(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static Pebble start(Path directory, Behaviour behaviour) {
    try {
      int port = behaviour.port() == 0 ? freePort() : behaviour.port();
      Pebble pebble = new Pebble(directory, port, freePort(), freePort());
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
    int dns = freePort();
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
            binary("pebble").orElseThrow().toString(),
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
    Instant end = Instant.now().plus(TIME_TO_START);
    while (Instant.now().isBefore(end)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), where)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("pebble does not start: " + log());
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

  /** A port nobody listens on at this moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroyForcibly();
    }
    for (Process process : processes) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
