package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import site.acme.Pebble;

/** The whole server and a real certificate authority. */
@SuppressWarnings("try") // a server is there to be asked over the network
class AcmeServerTest extends WithAcmeSite {
  @Test
  void aNameGetsItsCertificateByHttp() throws Exception {
    try (Pebble pebble = pebble()) {
      pebble.freeze();
      try (TestServer server = TestServer.start(home, yaml(pebble, "http-01", "www.example.com"))) {
        String first = get(TestServer.trusting(server.root()), "www.example.com", "/");
        pebble.thaw();
        Await.until(() -> answersTrusted(pebble, "www.example.com"));

        assertThat(first).contains(" 503 ", "retry-after", "certificate is being obtained");
        assertThat(get(pebble.trustOfIssued(), "www.example.com", "/")).contains("200", "hello");
        assertThat(plain("www.example.com", "/")).contains("308");
        assertThat(home.resolve("data/tls/live/www.example.com/fullchain.pem")).exists();
        assertThat(pebble.orders()).isEqualTo(1);
      }
    }
  }

  @Test
  void aNameGetsItsCertificateByTls() throws Exception {
    try (Pebble pebble = pebble()) {
      try (TestServer server =
          TestServer.start(home, yaml(pebble, "tls-alpn-01", "www.example.com"))) {
        Await.until(() -> answersTrusted(pebble, "www.example.com"));

        assertThat(pebble.orders()).isEqualTo(1);
      }
    }
  }

  @Test
  void aRestartNeedsNoOrder() throws Exception {
    try (Pebble pebble = pebble()) {
      String yaml = yaml(pebble, "http-01", "www.example.com");
      try (TestServer server = TestServer.start(home, yaml)) {
        Await.until(() -> answersTrusted(pebble, "www.example.com"));
      }

      try (TestServer server = TestServer.start(home, yaml)) {
        assertThat(answersTrusted(pebble, "www.example.com")).isTrue();
        assertThat(pebble.orders()).isEqualTo(1);
      }
    }
  }

  @Test
  void withoutCertificateNobodyIsSentToHttpsAndEverybodyIsToldWhy() throws Exception {
    Pebble gone = pebble();
    gone.close();
    try (TestServer server = TestServer.start(home, yaml(gone, "http-01", "www.example.com"))) {
      SSLContext internal = TestServer.trusting(server.root());

      assertThat(get(internal, "www.example.com", "/"))
          .contains(" 503 ", "retry-after: 5", "certificate is being obtained");
      assertThat(plain("www.example.com", "/")).contains(" 503 ").doesNotContain("location");
    }
  }

  @Test
  void anUnknownTokenIsAnOrdinaryRequest() throws Exception {
    try (Pebble pebble = pebble();
        TestServer server = TestServer.start(home, yaml(pebble, "http-01", "www.example.com"))) {
      Await.until(() -> answersTrusted(pebble, "www.example.com"));

      String path = "/.well-known/acme-challenge/unknown";

      assertThat(plain("www.example.com", path)).contains(" 308 ");
      assertThat(get(pebble.trustOfIssued(), "www.example.com", path)).contains(" 200 ", "hello");
    }
  }

  @Test
  void anyServerWithTheAccountsKeyAnswersForTheNamesOfAll() throws Exception {
    try (Pebble pebble = pebble();
        TestServer server =
            TestServer.start(
                home,
                yaml(pebble, "http-01", "www.example.com")
                    .replace(
                        "challenges:",
                        "cluster: lease\n    http01: { stateless: true }\n    challenges:"))) {
      Await.until(() -> answersTrusted(pebble, "www.example.com"));

      String path = "/.well-known/acme-challenge/aTokenOfAnother";

      assertThat(plain("www.example.com", path))
          .contains(" 200 ")
          .containsPattern("aTokenOfAnother\\.[A-Za-z0-9_-]{43}$");
      assertThat(plain("other.example.com", path)).doesNotContain(" 200 ");
    }
  }

  @Test
  void aReloadOrdersWhatIsNewAndNothingElse() throws Exception {
    try (Pebble pebble = pebble();
        TestServer server =
            TestServer.start(home, yaml(pebble, "http-01", "a.example.com", "b.example.com"))) {
      Await.until(() -> answersTrusted(pebble, "a.example.com"));
      Await.until(() -> answersTrusted(pebble, "b.example.com"));

      server.reload(yaml(pebble, "http-01", "a.example.com", "c.example.com"));
      Await.until(() -> answersTrusted(pebble, "c.example.com"));
      assertThat(pebble.orders()).isEqualTo(3);

      server.reload(yaml(pebble, "http-01", "a.example.com", "b.example.com"));
      assertThat(answersTrusted(pebble, "b.example.com")).isTrue();
      assertThat(pebble.orders()).isEqualTo(3);
    }
  }

  @Test
  void oneOfTwoServersOnADirectoryOrdersAndTheOtherTakesOver() throws Exception {
    Path shared = home.resolve("shared");
    int otherHttp = Ports.free();
    int otherHttps = Ports.free();
    try (Pebble pebble = pebble()) {
      String yaml =
          yaml(pebble, "http-01", "www.example.com")
              .replace("tls:\n  acme", "tls:\n  data: \"" + shared + "\"\n  acme");
      String other =
          yaml.replace(":" + http + "\"", ":" + otherHttp + "\"")
              .replace(":" + https + "\"", ":" + otherHttps + "\"")
              .replace("a.sock", "b.sock");
      TestServer first = TestServer.start(home.resolve("one"), yaml);
      Await.until(() -> answersTrusted(pebble, "www.example.com"));
      try (TestServer second = TestServer.start(home.resolve("two"), other)) {
        assertThat(pebble.orders()).isEqualTo(1);
        first.close();
        TestServer.write(
            home.resolve("two/config/site.yaml"),
            other
                .replace(":" + otherHttp + "\"", ":" + http + "\"")
                .replace(":" + otherHttps + "\"", ":" + https + "\"")
                .replace("www.example.com", "www.example.com, new.example.com"));
        second.reload();

        Await.until(() -> answersTrusted(pebble, "new.example.com"));
        assertThat(pebble.orders()).isEqualTo(2);
      }
    }
  }
}
