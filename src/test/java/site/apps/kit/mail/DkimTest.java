package site.apps.kit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kit.Database;
import kit.mail.Dkim;
import kit.mail.Letter;
import kit.mail.Letter.Picture;
import kit.mail.Outbox;
import kit.mail.Postman;
import kit.mail.Quota;
import kit.mail.Sender;
import kit.mail.SmtpTransport;
import kit.mail.SmtpTransport.Account;
import kit.mail.SmtpTransport.Tls;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.SettableClock;
import site.app.Counters;
import site.apps.AppDatabase;

/** Signatures of letters as they arrive, looked at by Apache James' verifier. */
@Tag("K10")
@ExtendWith(AppDatabase.class)
class DkimTest {
  private static KeyPair keys;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private SmtpServer server;
  private Database database;
  private Outbox outbox;
  private Postman postman;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = keys(2048);
  }

  private static KeyPair keys(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  @BeforeEach
  void start(JsonObject settings) throws Exception {
    server = new SmtpServer(folder, true);
    database = Database.of(vertx, settings);
    await(database.start(Outbox.TABLES::run));
    outbox = new Outbox(database, new Sender("Sky", "sky@example.com"), "salt", clock);
    Account account =
        new Account(
            "127.0.0.1",
            server.port(),
            Tls.STARTTLS,
            "ops",
            "right",
            folder.resolve("root.pem").toString());
    var transport =
        new SmtpTransport(vertx, account, List.of(new Dkim("example.com", "s1", pem(keys))));
    postman = new Postman(vertx, outbox, transport, Quota.USUAL, clock, new Counters());
  }

  @AfterEach
  void stop() throws Exception {
    await(postman.stop());
    await(database.close());
    await(vertx.close());
    server.close();
  }

  @Test
  void theSignatureIsGoodAndCoversWhatLeavingTheListNeeds() throws Exception {
    String letter = sent("Grüße\n.\nAda", "<p>Grüße <img src=\"cid:mood\" alt=\"\"></p>");

    List<SignatureRecord> signatures = verified(letter);

    assertThat(signatures).hasSize(1);
    assertThat(signatures.get(0).getDToken()).hasToString("example.com");
    assertThat(signatures.get(0).getHeaders())
        .extracting(name -> name.toString().toLowerCase(java.util.Locale.ROOT))
        .contains("from", "to", "subject", "date", "message-id", "list-unsubscribe")
        .contains("list-unsubscribe-post", "list-id");
    assertThat(letter.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(998));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one line",
        "ends a line\n",
        "ends with empty lines\n\n\n",
        "\n\nbegins with them",
        "trailing blanks  \t\nand   many  between \n",
        "..\n.\n.. dots\n",
        "a line of more than seventy-six letters, which is broken where it is the seventy-fifth = ü",
      })
  void textsOfAnyShapeAreSignedAsTheyAreSent(String text) throws Exception {
    assertThat(verified(sent(text, "<p>" + text + "</p>"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List-Unsubscribe: <https://x.example/u?t=1>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Subject: ",
        "one line"
      })
  void whoChangesWhatIsSignedIsFound(String place) throws Exception {
    String letter = sent("one line", "<p>one</p>");
    assertThat(letter).contains(place);

    String changed = letter.replace(place, place + "x");

    assertThatThrownBy(() -> verified(changed)).isInstanceOf(FailException.class);
  }

  @Test
  void aSecondSenderCannotBePutInFront() throws Exception {
    String letter = sent("one line", "<p>one</p>");

    assertThatThrownBy(() -> verified("From: eve@example.org\r\n" + letter))
        .isInstanceOf(FailException.class);
  }

  @Test
  void aKeyThatIsNoneIsToldWithoutBeingShown() {
    assertThatThrownBy(() -> new Dkim("example.com", "s1", "c2VjcmV0"))
        .hasMessageContaining("mail.dkim.key")
        .hasMessageNotContaining("c2VjcmV0")
        .hasNoCause();
    assertThatThrownBy(() -> new Dkim("example.com", "s1", pem(keys(512))))
        .hasMessage("mail.dkim.key: 512 bits (expected 1024 to 3072)");
    assertThatThrownBy(() -> new Dkim("example.com", "", pem(keys)))
        .hasMessageContaining("expected selector and domain");
    assertThat(new Dkim("example.com", "s1", pem(keys))).hasToString("s1._domainkey.example.com");
  }

  /** As it arrived. */
  private String sent(String text, String html) throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("List-ID", "<sky.x.example>");
    headers.put("List-Unsubscribe", "<https://x.example/u?t=1>");
    headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    await(
        outbox.put(
            new Letter(
                "k",
                false,
                "ada@example.org",
                "Blauer Himmel über Köln 🌤",
                text,
                html,
                List.of(new Picture("mood", Buffer.buffer(new byte[300]))),
                headers,
                Instant.parse("2027-03-10T13:00:00Z"))));
    assertThat(await(postman.round())).isEqualTo(1);
    return server.raw().get(0);
  }

  private static List<SignatureRecord> verified(String letter) throws Exception {
    String record =
        "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    return new DKIMVerifier((method, selector, domain) -> List.of(record))
        .verify(new ByteArrayInputStream(letter.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
