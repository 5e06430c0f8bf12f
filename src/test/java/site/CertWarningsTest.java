package site;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import site.acme.Pebble;

/** Who hears of it when a certificate gives reason to worry. */
@SuppressWarnings("try") // servers that only have to be there
class CertWarningsTest extends WithAcmeSite {
  private final GreenMail mail = new GreenMail(setup(0));

  @AfterEach
  void stopMail() {
    mail.stop();
  }

  @Test
  void whenRenewalKeepsFailingPeopleAndProgramsAreTold() throws Exception {
    mail.start();
    try (TestServer server = TestServer.start(home, blocked(mail.getSmtp().getPort(), "a"))) {
      Await.until(() -> mail.getReceivedMessages().length == 1);

      MimeMessage letter = mail.getReceivedMessages()[0];
      assertThat(letter.getSubject()).isEqualTo("certificate a needs a look");
      assertThat(letter.getContent().toString())
          .contains("a: waits for you, there is no certificate yet")
          .contains("tls.acme.dns")
          .contains("*.a.example.com");
      Await.until(() -> log().anyMatch(line -> line.contains("a: waits for you")));
      Await.until(() -> hooked().anyMatch(line -> line.contains("\"event\":\"failing\"")));
      assertThat(server.getAdmin("/metrics").body())
          .contains("tls_cert_warning{id=\"a\",reason=\"failing\"} 1.0")
          .contains("tls_cert_warning{id=\"a\",reason=\"expiring\"} 0.0");
      assertThat(server.getAdmin("/health/ready").body())
          .contains("degraded")
          .contains("certificate a waits for you");
    }
  }

  @Test
  void theSameIsNotSaidAgainAfterARestart() throws Exception {
    mail.start();
    int port = mail.getSmtp().getPort();
    try (TestServer server = TestServer.start(home, blocked(port, "a"))) {
      Await.until(() -> mail.getReceivedMessages().length == 1);
    }
    try (TestServer server = TestServer.start(home, blocked(port, "a", "b"))) {
      Await.until(() -> mail.getReceivedMessages().length == 2);
    }

    assertThat(mail.getReceivedMessages()[1].getSubject()).isEqualTo("certificate b needs a look");
    assertThat(log().filter(line -> line.contains(" a: waits for you"))).hasSize(1);
  }

  @Test
  void aMailServerThatIsDownHarmsNothingAndIsToldOnce() throws Exception {
    int port = Ports.free();
    try (TestServer server = TestServer.start(home, blocked(port, "a"))) {
      Await.until(() -> downs() == 1);
      assertThat(server.getTls(1, "/").statusCode()).isEqualTo(200);

      server.reload(blocked(port, "a", "b"));
      Await.until(() -> log().anyMatch(line -> line.contains(" b: waits for you")));
      GreenMail back = new GreenMail(setup(port));
      back.start();
      try {
        server.reload(blocked(port, "a", "b", "c"));
        Await.until(() -> back.getReceivedMessages().length > 0);
        Await.until(() -> log().anyMatch(line -> line.contains("takes mail again")));
      } finally {
        back.stop();
      }
      assertThat(downs()).isEqualTo(1);
    }
  }

  @Test
  void whenLittleTimeIsLeftPeopleAndProgramsAreTold() throws Exception {
    mail.start();
    try (Pebble pebble = pebble();
        TestServer server = TestServer.start(home, expiring(pebble))) {
      Await.until(() -> mail.getReceivedMessages().length == 1);

      assertThat(mail.getReceivedMessages()[0].getContent().toString())
          .contains("www.example.com: expires in ");
      Await.until(() -> log().anyMatch(line -> line.contains("www.example.com: expires in ")));
      Await.until(() -> hooked().anyMatch(line -> line.contains("\"event\":\"expiring\"")));
      assertThat(server.getAdmin("/metrics").body())
          .contains("tls_cert_warning{id=\"www.example.com\",reason=\"expiring\"} 1.0")
          .containsPattern("acme_requests_total\\{ca=\"[^\"]+\",code=\"201\"} [1-9]")
          .contains("tls_handshake_choice_total{match=\"exact\"} ")
          .contains("tls_on_demand_total{result=\"ordered\"} 0.0");
      assertThat(server.getAdmin("/health/ready").body())
          .contains("degraded")
          .contains("certificate www.example.com expires at ");
    }
  }

  /** Groups of which each needs what is not configured: only a person can help. */
  private String blocked(int port, String... ids) {
    String groups =
        String.join(
            ", ",
            Arrays.stream(ids)
                .map(id -> "{ id: %s, names: [\"*.%s.example.com\"] }".formatted(id, id))
                .toList());
    return channels(port)
        + """
        listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:0", tls: true }]
        tls: { certificates: [%s], hooks: { exec: %s } }
        sites: [{ hosts: [localhost], routes: [{ respond: { status: 200, body: hello } }] }]
        """
            .formatted(groups, hook());
  }

  /** With a certificate that is worrying as long as it lives. */
  private String expiring(Pebble pebble) {
    return channels(mail.getSmtp().getPort())
        + yaml(pebble, "http-01", "www.example.com")
            .replace("tls:\n", "tls:\n  warn_at: 1\n  hooks: { exec: " + hook() + " }\n")
            .replaceAll("(admin|log): .*\n", "");
  }

  private String channels(int port) {
    return """
    mail:
      host: 127.0.0.1
      port: %d
      starttls: off
      from: site@example.com
      to: ops@example.com
    admin: { address: "127.0.0.1:0", socket: "%s" }
    log: { access: { to: "off" }, server: { to: logs/server.log } }
    """
        .formatted(port, home.resolve("a.sock"));
  }

  private String hook() {
    return "\"sh -c 'cat >> " + home.resolve("hooked") + "'\"";
  }

  private Stream<String> hooked() {
    return lines(home.resolve("hooked"));
  }

  private Stream<String> log() {
    return lines(home.resolve("logs/server.log"));
  }

  private long downs() {
    return log().filter(line -> line.contains("does not take mail")).count();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSetup setup(int port) {
    ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(30_000);
    return setup;
  }
}
