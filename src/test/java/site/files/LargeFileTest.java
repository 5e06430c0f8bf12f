package site.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.SettableClock;
import site.http.BareServer;
import site.http.RawHttp;

/** Files that do not fit in memory, on every way they take to a client. */
class LargeFileTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int SIZE = 24 * MEBIBYTE + 321;

  @TempDir static Path shared;
  private static PfxOptions certificate;

  @TempDir Path home;
  private Path root;
  private Path file;
  private byte[] content;
  private BareServer server;
  private final PieceMemory memory = new PieceMemory(16 * PieceMemory.LEAST);

  /** A way for a file to take. */
  private enum Way {
    H1_NIO(Version.HTTP_1_1, false, false),
    H1_EPOLL(Version.HTTP_1_1, true, false),
    H1_TLS(Version.HTTP_1_1, false, true),
    H2C_NIO(Version.HTTP_2, false, false),
    H2C_EPOLL(Version.HTTP_2, true, false),
    H2_TLS(Version.HTTP_2, true, true);

    private final Version version;
    private final boolean epoll;
    private final boolean tls;

    Way(Version version, boolean epoll, boolean tls) {
      this.version = version;
      this.epoll = epoll;
      this.tls = tls;
    }
  }

  @BeforeAll
  static void aCertificate() throws Exception {
    Path store = shared.resolve("localhost.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    int made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost")
            .start()
            .waitFor();
    assertThat(made).isZero();
    certificate = new PfxOptions().setPath(store.toString()).setPassword("secret");
  }

  @BeforeEach
  void aLargeFile() throws IOException {
    root = Files.createDirectory(home.resolve("root"));
    file = root.resolve("large.bin");
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    Files.write(file, content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void arriveWhole(Way way) throws Exception {
    serve(way);

    HttpResponse<byte[]> answer = client(way).send(get(way), BodyHandlers.ofByteArray());

    assertThat(answer.version()).isEqualTo(way.version);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-length")).contains(Integer.toString(SIZE));
    assertThat(answer.headers().firstValue("etag").orElseThrow()).matches("\"[\\w-]{20}\"");
    assertThat(answer.body()).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource
  void arriveAtManyClientsWhoShareLittleMemory(Way way) throws Exception {
    serve(way);
    HttpClient client = client(way);
    HttpRequest part = get(way, "range", "bytes=1000001-3000000");

    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        Stream.generate(() -> client.sendAsync(part, BodyHandlers.ofByteArray()))
            .limit(12)
            .toList();

    for (var answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS).body())
          .isEqualTo(Arrays.copyOfRange(content, 1000001, 3000001));
    }
    assertNothingIsLeftOpen();
  }

  @ParameterizedTest
  @EnumSource
  void arriveInParts(Way way) throws Exception {
    serve(way);
    HttpRequest part = get(way, "range", "bytes=1000001-3000000");

    HttpResponse<byte[]> answer = client(way).send(part, BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 1000001, 3000001));
  }

  @ParameterizedTest
  @EnumSource
  void saveTheirContentWhenNothingIsNew(Way way) throws Exception {
    serve(way);
    HttpClient client = client(way);
    String etag =
        client.send(get(way), BodyHandlers.discarding()).headers().firstValue("etag").orElseThrow();

    var again = client.send(get(way, "if-none-match", etag), BodyHandlers.ofByteArray());

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertNothingIsLeftOpen();
  }

  @ParameterizedTest
  @EnumSource
  void arriveAsTheyWereWhenReplacedOrRemovedMeanwhile(Way way) throws Exception {
    serve(way);
    HttpClient client = client(way);
    Path other = Files.write(root.resolve("other"), new byte[SIZE]);

    InputStream replaced = begun(client, way);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(replaced.readAllBytes()).isEqualTo(content);

    InputStream removed = begun(client, way);
    Files.delete(file);
    assertThat(removed.readAllBytes()).isEqualTo(new byte[SIZE]);
    assertNothingIsLeftOpen();
  }

  @ParameterizedTest
  @EnumSource
  void breakOffWhenTruncatedMeanwhile(Way way) throws Exception {
    serve(way);
    InputStream in = begun(client(way), way);

    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(MEBIBYTE);
    }

    assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    assertThat(server.nextOver().note()).contains("became shorter");
    assertNothingIsLeftOpen();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"H1_NIO", "H1_EPOLL"})
  void breakOffWhenOverwrittenMeanwhile(Way way) throws Exception {
    serve(way);
    InputStream in = begun(client(way), way);

    Files.write(file, new byte[SIZE]);

    assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    assertThat(server.nextOver().note()).contains("was sent");
    assertNothingIsLeftOpen();
  }

  @ParameterizedTest
  @EnumSource
  void areClosedWhenTheClientGoesAway(Way way) throws Exception {
    serve(way);

    begun(client(way), way).close();

    assertThat(server.nextOver().note()).isEqualTo("client gone");
    assertNothingIsLeftOpen();
  }

  @ParameterizedTest
  @EnumSource(names = {"H1_NIO", "H1_EPOLL"})
  void areClosedWhenTheConnectionIsReset(Way way) throws Exception {
    serve(way);

    try (Socket socket = RawHttp.open(server.port(), "GET", "/large.bin")) {
      socket.getInputStream().readNBytes(1000);
      socket.setSoLinger(true, 0);
    }

    assertThat(server.nextOver().note()).isEqualTo("client gone");
    assertNothingIsLeftOpen();
  }

  private void serve(Way way) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(way.epoll));
    assertThat(vertx.isNativeTransportEnabled()).isEqualTo(way.epoll);
    var config = Roots.plain(root);
    var options = new HttpServerOptions();
    if (way.tls) {
      options.setSsl(true).setUseAlpn(true);
      options.setKeyCertOptions(certificate);
    }
    var settled = new SettableClock(Instant.now().plusSeconds(10));
    var action = new FilesAction(vertx, config, memory, settled);
    server = BareServer.start(vertx, options, action, x -> {});
  }

  private HttpRequest get(Way way, String... headers) {
    String url = (way.tls ? "https" : "http") + "://localhost:" + server.port() + "/large.bin";
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  /** An answer whose first bytes are here and whose last ones cannot be sent yet. */
  private InputStream begun(HttpClient client, Way way) throws Exception {
    return client.send(get(way), BodyHandlers.ofInputStream()).body();
  }

  /**
   * A client that is connected. Java's own switches to HTTP/2 by an upgrade; once, with a large
   * answer right behind the 101, it complained of a frame that was none, and why is not known. A
   * head goes first, as these tests are about files.
   */
  private HttpClient client(Way way) throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustEveryone()}, new SecureRandom());
    HttpClient client = HttpClient.newBuilder().version(way.version).sslContext(trusting).build();
    if (way.version == Version.HTTP_2 && !way.tls) {
      HttpRequest head =
          HttpRequest.newBuilder(get(way).uri()).method("HEAD", BodyPublishers.noBody()).build();
      assertThat(client.send(head, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      server.nextOver();
    }
    return client;
  }

  /** Files are closed after the last byte is out: soon, but not before it is read. */
  private void assertNothingIsLeftOpen() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (openFiles() + memory.lent() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(openFiles()).isZero();
    assertThat(memory.lent()).isZero();
  }

  private long openFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(this::isBelowRoot).count();
    }
  }

  private boolean isBelowRoot(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(root);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private static final class TrustEveryone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
