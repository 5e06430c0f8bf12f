package site.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as acme-dns does. */
class AcmeDnsWriterTest {
  private static final DnsProof PROOF = new DnsProof("x.test", "token", "value");
  private static final String TARGET = "d420.auth.test";

  @TempDir Path directory;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/base/register", exchange -> answer(exchange, 201, registration()));
    server.createContext("/base/update", this::update);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void theFirstUseRegistersAndSaysWhichAliasToMake() throws Exception {
    AcmeDnsWriter writer = writer();

    assertThatThrownBy(() -> writer.blockingAdd(PROOF, PROOF.name()))
        .isInstanceOf(DnsFailure.class)
        .hasMessageEndingWith(
            "make this record, once: _acme-challenge.x.test. CNAME d420.auth.test.");

    assertThatThrownBy(() -> writer().blockingAdd(PROOF, PROOF.name()))
        .isInstanceOf(DnsFailure.class);
    assertThat(requests).containsExactly("/base/register ");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(accounts())))
        .isEqualTo("rw-------");
  }

  @Test
  void theValueIsSentWithTheAccountOfItsDomain() throws Exception {
    AcmeDnsWriter writer = writer();

    writer.blockingAdd(PROOF, TARGET);
    writer.blockingRemove(PROOF, TARGET);

    assertThat(requests).containsExactly("/base/register ", "/base/update user/pass {d420=value}");
  }

  @Test
  void aRefusalIsToldInTheServersWords() throws Exception {
    writer().blockingAdd(PROOF, TARGET);
    Files.writeString(accounts(), Files.readString(accounts()).replace("\"pass\"", "\"wrong\""));

    assertThatThrownBy(() -> writer().blockingAdd(PROOF, TARGET))
        .hasMessageEndingWith("answered 401 to update: forbidden");
  }

  @Test
  void anotherServerIsRecognised() {
    URI other = URI.create(uri() + "/elsewhere");

    assertThatThrownBy(() -> new AcmeDnsWriter(other, accounts()).blockingAdd(PROOF, TARGET))
        .hasMessageContaining("answered 404 to register, and not in JSON (is it acme-dns?)");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    server.stop(0);

    assertThatThrownBy(() -> writer().blockingAdd(PROOF, TARGET))
        .hasMessageStartingWith(uri() + "/base cannot be reached");
  }

  private AcmeDnsWriter writer() {
    return new AcmeDnsWriter(URI.create(uri() + "/base"), accounts());
  }

  private Path accounts() {
    return directory.resolve("accounts.json");
  }

  private String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static JsonObject registration() {
    return new JsonObject()
        .put("username", "user")
        .put("password", "pass")
        .put("fulldomain", TARGET)
        .put("subdomain", "d420")
        .put("allowfrom", List.of());
  }

  private void update(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("X-Api-Key");
    if (!"pass".equals(key)) {
      answer(exchange, 401, new JsonObject().put("error", "forbidden"));
      return;
    }
    answer(exchange, 200, new JsonObject().put("txt", "value"));
  }

  private void answer(HttpExchange exchange, int status, JsonObject body) throws IOException {
    JsonObject asked =
        new JsonObject(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String user = exchange.getRequestHeaders().getFirst("X-Api-User");
    requests.add(
        exchange.getRequestURI().getPath()
            + " "
            + (user == null
                ? ""
                : user
                    + "/"
                    + exchange.getRequestHeaders().getFirst("X-Api-Key")
                    + " {"
                    + asked.getString("subdomain")
                    + "="
                    + asked.getString("txt")
                    + "}"));
    byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
