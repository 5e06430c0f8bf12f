package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask by {@code Expect: 100-continue} whether they may send, and are told no. */
class ExpectationTest {
  private static final String ASKING =
      "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\nExpect: 100-continue\r\n";
  private static final String TWENTY = "x".repeat(20);

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            home,
            """
            listeners: [{ address: "127.0.0.1:0" }]
            admin: { address: "127.0.0.1:0" }
            sites:
              - hosts: ["*"]
                routes:
                  - { path: /small, body-limit: 10B, respond: { body: small } }
                  - { respond: { body: here } }
            """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: close\r\n"})
  void whoIsRefusedBeforeSendingIsToldThatTheConnectionEndsAndItDoes(String more) throws Exception {
    try (Socket client = connect()) {
      send(client, ASKING + more + "\r\n");

      String answer = new String(client.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("longer than 10 bytes");
      assertThat(answer).containsOnlyOnce("connection: close\r\n");
      // not because we waited in vain for what need not be sent
      assertThat(server.getAdmin("/metrics").body())
          .containsPattern("site_limit_reached_total\\{limit=\"unread-body\",.*} 0");
    }
  }

  @Test
  void whoSentWithoutWaitingKeepsItsConnection() throws Exception {
    try (Socket client = connect()) {
      send(
          client,
          ASKING + "\r\n" + TWENTY + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      String answers = new String(client.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answers).startsWith("HTTP/1.1 413 ").endsWith("\r\n\r\nhere");
    }
  }

  @Test
  void whoIsAnsweredWellMaySendNevertheless() throws Exception {
    try (Socket client = connect()) {
      send(client, ASKING.replace("/small", "/") + "\r\n");
      byte[] ok = client.getInputStream().readNBytes("HTTP/1.1 200 OK\r\n".length());
      send(client, TWENTY + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      String rest = new String(client.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(ok).asString(ISO_8859_1).isEqualTo("HTTP/1.1 200 OK\r\n");
      assertThat(rest).contains("HTTP/1.1 200 OK").endsWith("\r\n\r\nhere");
    }
  }

  @Test
  void aRefusalOfTheRequestBeforeDoesNotEndTheConnection() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n" + ASKING + "\r\n");

      String answers = new String(client.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answers).startsWith("HTTP/1.1 417 ").contains("HTTP/1.1 413 ");
    }
  }

  private Socket connect() throws Exception {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port(0));
    client.setSoTimeout(20_000);
    return client;
  }

  private static void send(Socket client, String bytes) throws Exception {
    client.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }
}
