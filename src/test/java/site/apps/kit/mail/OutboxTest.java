package site.apps.kit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kit.Database;
import kit.mail.FileTransport;
import kit.mail.Letter;
import kit.mail.Letter.Picture;
import kit.mail.Outbox;
import kit.mail.Postman;
import kit.mail.Quota;
import kit.mail.Sender;
import kit.mail.SmtpTransport;
import kit.mail.SmtpTransport.Account;
import kit.mail.SmtpTransport.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.SettableClock;
import site.app.Counters;
import site.apps.AppDatabase;
import site.apps.kit.mail.SmtpServer.Answer;

/** The outbox, a real database and a mail server that does what servers do. */
@Tag("K10")
@ExtendWith(AppDatabase.class)
class OutboxTest {
  private static final Sender SENDER = new Sender("Morning Sky", "sky@example.com");

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private SmtpServer server;
  private Database database;
  private Outbox outbox;
  private final Counters counters = new Counters();
  private Postman postman;

  @BeforeEach
  void start(JsonObject settings) throws Exception {
    server = new SmtpServer(folder, true);
    database = Database.of(vertx, settings);
    await(() -> database.start(Outbox.TABLES::run));
    outbox = new Outbox(database, SENDER, "salt", clock);
    postman = postman(new Quota(1000, 1000), "right");
  }

  @AfterEach
  void stop() throws Exception {
    await(() -> postman.stop());
    await(() -> vertx.close());
    server.close();
  }

  @Test
  @Tag("C21")
  void aLetterArrivesWithAllItsParts() throws Exception {
    put("sky|1|2027-03-10", "ada@example.org");

    assertThat(round()).isEqualTo(1);

    assertThat(counters.numbers()).isEqualTo(Map.of("mail_sent", 1L));
    MimeMessage letter = server.letters().get(0);
    assertThat(letter.getSubject()).isEqualTo("Blauer Himmel über Köln 🌤");
    assertThat(letter.getFrom()[0].toString()).contains("sky@example.com").contains("Morning Sky");
    assertThat(letter.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ada@example.org");
    assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(letter.getHeader("List-Unsubscribe")).containsExactly("<https://x.example/u?t=1>");
    assertThat(letter.getMessageID()).matches("<[0-9a-f]{32}@example\\.com>");
    assertThat(letter.getSentDate()).isEqualTo(Instant.parse("2027-03-10T06:30:00Z"));
    MimeMultipart both = (MimeMultipart) letter.getContent();
    assertThat(both.getContentType()).startsWith("multipart/alternative");
    assertThat(both.getBodyPart(0).getContent()).isEqualTo("Grüße\r\n.\r\nAda");
    MimeMultipart related = (MimeMultipart) both.getBodyPart(1).getContent();
    assertThat(related.getBodyPart(0).getContent().toString()).contains("cid:mood");
    assertThat(related.getBodyPart(1).getHeader("Content-ID")).containsExactly("<mood>");
    assertThat(state()).isEqualTo("SENT attempts=1 code=250 to=");
  }

  @Test
  void theSameKeyTwiceIsOneLetter() throws Exception {
    assertThat(put("sky|1|2027-03-10", "ada@example.org")).isTrue();
    assertThat(put("sky|1|2027-03-10", "ada@example.org")).isFalse();
    round();
    assertThat(put("sky|1|2027-03-10", "ada@example.org")).isFalse();
    round();

    assertThat(server.letters()).hasSize(1);
  }

  @Test
  @Tag("C3")
  void manyLettersGoOverAFewConnections() throws Exception {
    for (int i = 0; i < 30; i++) {
      put("k" + i, "u" + i + "@example.org");
    }

    assertThat(round()).isEqualTo(30);

    assertThat(server.letters()).hasSize(30);
    assertThat(server.connections()).isLessThanOrEqualTo(3);
  }

  /** C-9, first half. */
  @Test
  @Tag("C-9")
  void aServerThatIsBusyIsAskedAgainAMinuteLater() throws Exception {
    server.next(Answer.GO_AWAY);
    put("k", "ada@example.org");

    assertThat(round()).isZero();
    assertThat(state()).isEqualTo("RETRY attempts=1 code=421 to=ada@example.org");
    clock.pass(Duration.ofSeconds(59));
    assertThat(round()).isZero();
    clock.pass(Duration.ofSeconds(1));
    assertThat(round()).isEqualTo(1);

    assertThat(state()).isEqualTo("SENT attempts=2 code=250 to=");
    assertThat(server.letters()).hasSize(1);
  }

  /** C-9, second half: it was taken, and nobody said so. */
  @Test
  @Tag("C-9")
  void aConnectionLostAfterTheLastDotIsNotTriedAgainWhileItMayHaveArrived() throws Exception {
    server.next(Answer.TAKE_AND_HANG_UP);
    put("k", "ada@example.org");

    round();
    assertThat(state()).startsWith("SENDING attempts=1");
    clock.pass(Duration.ofSeconds(119));
    round();
    assertThat(server.letters()).hasSize(1);
    clock.pass(Duration.ofSeconds(1));
    round();

    assertThat(state()).startsWith("SENT attempts=2");
    assertThat(server.letters())
        .extracting(MimeMessage::getMessageID)
        .hasSize(2)
        .containsOnly(server.letters().get(0).getMessageID());
  }

  @Test
  @Tag("C-10")
  @Tag("C15")
  void whoDoesNotExistGetsNothingMore() throws Exception {
    server.next(Answer.NOBODY);
    put("k", "Nobody@example.org");

    round();

    assertThat(state()).isEqualTo("DEAD attempts=1 code=550 to=");
    assertThat(put("k2", "nobody@EXAMPLE.org")).isFalse();
    boolean suppressed =
        await(
            () ->
                database.sql().compose(sql -> outbox.suppression().has(sql, "nobody@example.org")));
    assertThat(suppressed).isTrue();
    assertThat(dump()).doesNotContainIgnoringCase("nobody@");
  }

  @Test
  void aLetterThatIsRefusedIsDeadAndItsReceiverIsNot() throws Exception {
    server.next(Answer.SPAM);
    put("k", "ada@example.org");

    round();

    assertThat(state()).isEqualTo("DEAD attempts=1 code=554 to=");
    assertThat(put("k2", "ada@example.org")).isTrue();
  }

  @Test
  void aWrongPasswordIsNoFaultOfTheLetter() throws Exception {
    put("k", "ada@example.org");
    await(() -> postman.stop());
    postman = postman(Quota.USUAL, "wrong");

    round();
    assertThat(state()).startsWith("RETRY attempts=1 code=535");
    await(() -> postman.stop());
    postman = postman(Quota.USUAL, "right");
    clock.pass(Duration.ofMinutes(1));

    assertThat(round()).isEqualTo(1);
  }

  @Test
  void aServerThatIsNotThereIsTriedForSomeHoursThenTheLetterIsDead() throws Exception {
    server.close();
    put("k", "ada@example.org");

    List<String> states = new ArrayList<>();
    for (int minutes : new int[] {1, 5, 15, 60, 180, 180}) {
      round();
      states.add(state().replaceFirst(" .*", ""));
      clock.pass(Duration.ofMinutes(minutes));
    }

    assertThat(states).containsExactly("RETRY", "RETRY", "RETRY", "RETRY", "RETRY", "DEAD");
  }

  @Test
  void withoutStartTlsNothingIsSaid() throws Exception {
    server.close();
    server = new SmtpServer(folder, false);
    await(() -> postman.stop());
    postman = postman(Quota.USUAL, "right");
    put("k", "ada@example.org");

    round();

    assertThat(server.openLines()).allMatch(line -> line.startsWith("EHLO") || line.equals("QUIT"));
    assertThat(server.letters()).isEmpty();
    assertThat(state()).startsWith("RETRY attempts=1 code=0");
  }

  @ParameterizedTest
  @CsvSource({"root.pem, mail.example.org", "'', 127.0.0.1"})
  void toWhoeverCannotProveItsNameNothingIsSaid(String root, String name) throws Exception {
    server.close();
    server = new SmtpServer(folder, true, name);
    await(() -> postman.stop());
    postman = postman(Quota.USUAL, "right", root.isEmpty() ? "" : folder.resolve(root).toString());
    put("k", "ada@example.org");

    round();

    assertThat(server.openLines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
    assertThat(server.letters()).isEmpty();
    assertThat(state()).startsWith("RETRY attempts=1 code=0");
  }

  /** Whether it was taken is not known, as the same can be seen after the last dot. */
  @Test
  @Tag("C-9")
  void aConnectionLostInTheMiddleOfALetterIsTriedAgainAfterItsLease() throws Exception {
    server.next(Answer.HANG_UP);
    put("k", "ada@example.org");

    round();
    assertThat(state()).startsWith("SENDING attempts=1");
    clock.pass(Duration.ofMinutes(2));
    round();

    assertThat(state()).startsWith("SENT attempts=2");
    assertThat(server.letters()).hasSize(1);
  }

  @Test
  void aLetterThatCameTooLateIsNotSent() throws Exception {
    put("k", "ada@example.org");
    clock.pass(Duration.ofHours(7));

    assertThat(round()).isZero();

    assertThat(state()).startsWith("DEAD");
    assertThat(server.letters()).isEmpty();
  }

  @Test
  void whatIsUrgentGoesFirstAndTheQuotaHolds() throws Exception {
    await(() -> postman.stop());
    postman = postman(new Quota(4, 2), "right");
    for (int i = 0; i < 5; i++) {
      put("k" + i, "u" + i + "@example.org");
    }
    await(() -> outbox.put(letter("c", "urgent@example.org", true)));

    assertThat(round()).isEqualTo(2);
    assertThat(server.letters())
        .anySatisfy(l -> assertThat(l.getAllRecipients()[0]).hasToString("urgent@example.org"));
    assertThat(round()).isZero();
    clock.pass(Duration.ofMinutes(1));
    assertThat(round()).isEqualTo(2);
    clock.pass(Duration.ofMinutes(1));
    assertThat(round()).as("the day's four are used up").isZero();
    assertThat(server.letters()).hasSize(4);
  }

  @Test
  void twoSendersAtOnceSendEachLetterOnce() throws Exception {
    for (int i = 0; i < 40; i++) {
      put("k" + i, "u" + i + "@example.org");
    }
    Postman second = postman(Quota.USUAL, "right");

    await(() -> Future.all(postman.round(), second.round()));
    await(() -> Future.all(postman.round(), second.round()));
    await(second::stop);

    assertThat(server.letters())
        .extracting(MimeMessage::getMessageID)
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  /** As after kill -9: the letter is taken, and nobody there to send it. */
  @Test
  void whatADeadSenderHadTakenIsSentAfterItsLease() throws Exception {
    put("k", "ada@example.org");
    await(
        () ->
            run(
                "UPDATE mail_outbox SET state = 'SENDING', attempts = 1, lease_until = "
                    + clock.instant().plusSeconds(120).toEpochMilli()));

    assertThat(round()).isZero();
    clock.pass(Duration.ofMinutes(2));

    assertThat(round()).isEqualTo(1);
  }

  @Test
  void whatWasTakenBackIsNotSent() throws Exception {
    put("k1", "ada@example.org");
    put("k2", "bob@example.org");

    int cancelled =
        await(() -> database.sql().compose(sql -> outbox.cancel(sql, "ada@example.org")));
    assertThat(cancelled).isEqualTo(1);

    assertThat(round()).isEqualTo(1);
    assertThat(await(outbox::counts)).isEqualTo(Map.of("CANCELLED", 1L, "SENT", 1L));
  }

  @Test
  void filesAreWrittenOnceHoweverOftenTheyAreDelivered() throws Exception {
    Path letters = folder.resolve("outbox");
    Postman toFiles =
        new Postman(
            vertx,
            outbox,
            new FileTransport(vertx, letters),
            new Quota(0, 0),
            clock,
            new Counters());
    put("k", "ada@example.org");

    assertThat(await(toFiles::round)).as("files have no quota").isEqualTo(1);
    await(() -> run("UPDATE mail_outbox SET state = 'QUEUED'"));

    try (var files = Files.list(letters)) {
      assertThat(files).hasSize(2).anyMatch(f -> f.toString().endsWith(".eml"));
    }
  }

  @Test
  @Tag("C-17")
  void aLineEndInAHeadIsRefused() {
    assertThatThrownBy(() -> letter("k", "a@b.example\r\nBcc: x@y.example", false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void afterAMonthItIsForgotten() throws Exception {
    put("k", "ada@example.org");
    round();
    clock.pass(Duration.ofDays(31));

    assertThat(await(outbox::purge)).isEqualTo(1);
  }

  private Postman postman(Quota quota, String password) {
    return postman(quota, password, folder.resolve("root.pem").toString());
  }

  private Postman postman(Quota quota, String password, String root) {
    Account account = new Account("127.0.0.1", server.port(), Tls.STARTTLS, "ops", password, root);
    return new Postman(
        vertx, outbox, new SmtpTransport(vertx, account, List.of()), quota, clock, counters);
  }

  private static Letter letter(String key, String to, boolean urgent) {
    return new Letter(
        key,
        urgent,
        to,
        "Blauer Himmel über Köln 🌤",
        "Grüße\n.\nAda",
        "<p>Grüße <img src=\"cid:mood\" alt=\"\"></p>",
        List.of(new Picture("mood", Buffer.buffer(new byte[] {1, 2, 3}))),
        Map.of("List-Unsubscribe", "<https://x.example/u?t=1>"),
        Instant.parse("2027-03-10T13:00:00Z"));
  }

  private boolean put(String key, String to) throws Exception {
    return await(() -> outbox.put(letter(key, to, false)));
  }

  private int round() throws Exception {
    return await(() -> postman.round());
  }

  private Future<?> run(String sql) {
    return database.sql().compose(client -> client.run(sql));
  }

  private String state() throws Exception {
    return await(
        () ->
            database
                .sql()
                .compose(
                    sql -> sql.run("SELECT state, attempts, last_code, to_addr FROM mail_outbox"))
                .map(
                    rows -> {
                      var row = rows.iterator().next();
                      return row.getString(0)
                          + " attempts="
                          + row.getInteger(1)
                          + " code="
                          + row.getInteger(2)
                          + " to="
                          + row.getString(3);
                    }));
  }

  private String dump() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String table : List.of("mail_outbox", "suppression")) {
      await(
          () ->
              database
                  .sql()
                  .compose(sql -> sql.run("SELECT * FROM " + table))
                  .onSuccess(rows -> rows.forEach(row -> all.append(row.deepToString()))));
    }
    return all.toString();
  }

  private <T> T await(Supplier<Future<T>> question) throws Exception {
    return Future.<T>future(done -> vertx.runOnContext(v -> question.get().onComplete(done)))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
