package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import kit.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import site.apps.Visitor;
import site.apps.kit.mail.SmtpServer;

/**
 * The built jar with weather-mail, killed at any moment and started again, every other time
 * together with its database: what was acknowledged stays, and nobody is written to twice.
 */
class KilledIT {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(5);
  private static final int SUBSCRIBERS_PER_LIFE = 4;
  private static final String WITHOUT_LETTER =
      "CONCAT('sky|', id) NOT IN (SELECT SUBSTRING_INDEX(idem_key, '|', 2) FROM mail_outbox)";

  private static final Pattern TO_CONFIRM = Pattern.compile("/confirm\\?t=([\\w-]+)");

  @TempDir Path home;
  private final Random random = new Random();
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();
  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
  private SmtpServer mail;
  private Visitor visitor;
  private Database database;
  private final AtomicInteger subscribed = new AtomicInteger();
  private volatile boolean lives;

  @BeforeEach
  void writeSite() throws Exception {
    mail = new SmtpServer(home.resolve("authority"), true);
    visitor = new Visitor(URI.create("http://127.0.0.1:" + port + "/"));
    Path jar = Path.of(System.getProperty("site.apps"), "weather-mail.jar");
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: "127.0.0.1:%d" }]
        apps:
          sky:
            from: %s
            config:
              mail: { host: 127.0.0.1, port: %d, root: %s, from: sky@example.com, per-day: 100000, per-minute: 100000 }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", app: sky }] }]
        """
            .formatted(
                port, jar.toAbsolutePath(), mail.port(), home.resolve("authority/root.pem")));
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    mail.close();
  }

  @Test
  @Tag("D-5")
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void whateverIsKilledNoConfirmedSubscriptionIsLostAndNobodyIsWrittenToTwice() throws Exception {
    killed(8);
  }

  @Test
  @Tag("long")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void alsoNotWhenItIsKilledFortyTimes() throws Exception {
    killed(40);
  }

  private void killed(int times) throws Exception {
    for (int life = 1; life <= times; life++) {
      live(life);
    }
    // As if the two minutes of a dead sender were over.
    run("UPDATE mail_outbox SET lease_until = 0");
    try (JarProcess server = JarProcess.serve(home)) {
      Await.until(this::isFinished);
      server.signal("TERM");
      assertThat(server.blockingEnd().exit()).isZero();
    }
    verify();
  }

  /** After as many events as a life can have at most, or so much time, and a little. */
  private void awaitSomeMoment() {
    int enough = events() + random.nextInt(4 * SUBSCRIBERS_PER_LIFE);
    long end = System.nanoTime() + LONGEST_LIFE.toNanos();
    Await.until(() -> events() >= enough || System.nanoTime() > end);
    LockSupport.parkNanos(random.nextInt(30_000_000));
  }

  private int events() {
    return subscribed.get() + acknowledged.size() + mail.raw().size();
  }

  /** Every other time the database is killed as well; the last time it is not. */
  private void live(int life) throws Exception {
    try (JarProcess server = JarProcess.serve(home)) {
      lives = true;
      Thread people = new Thread(() -> comeAndConfirm(life), "people");
      people.start();
      if (life > 1) {
        letTheHourCome();
      }
      awaitSomeMoment();
      server.signal("KILL");
      if (life % 2 == 1) {
        killDatabase();
      }
      server.blockingEnd();
      lives = false;
      people.join();
    }
  }

  private void killDatabase() throws IOException {
    Path pid = home.resolve("data/db/mariadb.pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Some subscribe, and whoever has a letter presses its button, until the server is gone. */
  private void comeAndConfirm(int life) {
    try {
      if (subscribed.get() == 0) {
        visitor.get("");
      }
      for (int i = 0; i < SUBSCRIBERS_PER_LIFE; i++) {
        subscribe("reader" + life + "-" + i + "@example.org");
      }
      while (lives) {
        int seen = mail.raw().size();
        for (MimeMessage letter : mail.letters()) {
          press(letter);
        }
        Await.until(() -> !lives || mail.raw().size() > seen);
      }
    } catch (Exception killed) {
      // the next life goes on with it
    }
  }

  /** For two seconds after it was shown, a form that comes back is held for a program's. */
  private void subscribe(String address) throws Exception {
    String hour = Integer.toString(ZonedDateTime.now(BERLIN).getHour());
    Map<String, String> fields =
        Map.of("email", address, "city", "Berlin", "hour", hour, "consent", "on");
    while (visitor.post("", fields).statusCode() != 303) {
      LockSupport.parkNanos(20_000_000);
    }
    subscribed.incrementAndGet();
  }

  private void press(MimeMessage letter) throws Exception {
    Matcher link = TO_CONFIRM.matcher(decoded(letter));
    String to = to(letter);
    if (!acknowledged.contains(to) && link.find()) {
      HttpResponse<String> pressed = visitor.post("confirm", Map.of("t", link.group(1)));
      if (pressed.statusCode() == 200) {
        acknowledged.add(to);
      }
    }
  }

  private static String decoded(MimeMessage letter) throws Exception {
    return new String(letter.getRawInputStream().readAllBytes(), ISO_8859_1)
        .replaceAll("=\r?\n", "")
        .replace("=3D", "=");
  }

  private static String to(MimeMessage letter) throws Exception {
    return letter.getAllRecipients()[0].toString();
  }

  /** As if those without a letter had confirmed yesterday, and the job's next tick had come. */
  private void letTheHourCome() {
    run(
        "UPDATE subscription SET last_local_date = '1970-01-01' WHERE state = 'ACTIVE' AND "
            + WITHOUT_LETTER);
    run("UPDATE job SET tick = 0, lease_until = 0 WHERE name = 'letters'");
  }

  private boolean isFinished() {
    letTheHourCome();
    return count("SELECT COUNT(*) FROM mail_outbox WHERE state <> 'SENT'") == 0
        && count("SELECT COUNT(*) FROM subscription WHERE state='ACTIVE' AND " + WITHOUT_LETTER)
            == 0;
  }

  private void verify() throws Exception {
    Map<String, Set<String>> toConfirm = new TreeMap<>();
    Map<String, Set<String>> ofTheMorning = new TreeMap<>();
    for (MimeMessage letter : mail.letters()) {
      (letter.getHeader("List-ID") == null ? toConfirm : ofTheMorning)
          .computeIfAbsent(to(letter), to -> new TreeSet<>())
          .add(letter.getMessageID());
    }
    assertThat(acknowledged).as("who has confirmed").isNotEmpty();
    assertThat(ofTheMorning.keySet()).as("who was written to").containsAll(acknowledged);
    // A copy is the same letter, by its Message-ID: what a receiver drops (C-9).
    assertThat(ofTheMorning.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
    assertThat(toConfirm.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
    assertThat(mail.raw().size()).isLessThan(2 * (toConfirm.size() + ofTheMorning.size()));
  }

  private long count(String sql) {
    return rows(sql).get(0).getLong(0);
  }

  private void run(String sql) {
    rows(sql);
  }

  /** The database may be on its way back. */
  private List<Row> rows(String sql) {
    return Await.first(() -> answered(sql), () -> sql);
  }

  private Optional<List<Row>> answered(String sql) {
    try {
      return Optional.of(
          database()
              .sql()
              .compose(client -> client.run(sql))
              .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
              .toCompletionStage()
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS));
    } catch (Exception notNow) {
      return Optional.empty();
    }
  }

  private Database database() throws Exception {
    if (database == null) {
      database = Database.of(vertx, settings());
      database.start(ready -> Future.succeededFuture());
    }
    return database;
  }

  private JsonObject settings() throws IOException {
    String password =
        Files.readAllLines(home.resolve("data/db/accounts")).stream()
            .filter(line -> line.startsWith("sky "))
            .map(line -> line.substring(4))
            .findFirst()
            .orElseThrow();
    return new JsonObject()
        .put("host", home.resolve("data/db/mariadb.sock").toString())
        .put("user", "sky")
        .put("password", password)
        .put("database", "sky");
  }
}
