package kit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kit.EmailAddress;
import kit.mail.Receivers.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a domain says about an address; the name server is another's library over a real socket. */
@Tag("K9")
class ReceiversTest {
  private static final JsonObject LOOKUP = addresses("lookup", true);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private Zone zone;

  @BeforeEach
  void start() throws Exception {
    zone = new Zone();
  }

  @AfterEach
  void stop() throws Exception {
    zone.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example.org, WELCOME",
    "ada@mailinator.com, THROW_AWAY",
    "ada@MailInator.com, THROW_AWAY",
    "ada@any.thing.mailinator.com, THROW_AWAY",
    "ada@notmailinator.com, WELCOME",
    "ada@com, ",
  })
  void providersOfThrowAwayMailboxesAreNotAccepted(String typed, Answer answer) throws Exception {
    var address = EmailAddress.of(typed);

    assertThat(address.isPresent()).isEqualTo(answer != null);
    if (address.isPresent()) {
      assertThat(check(new JsonObject(), typed)).isEqualTo(answer);
    }
    assertThat(zone.questions()).as("nobody is asked unless it is wanted").isEmpty();
  }

  @Test
  void theOperatorsListIsAddedToTheKnownOne() throws Exception {
    Files.writeString(folder.resolve("refused.txt"), "# ours\n\n bücher.example \n");
    JsonObject config = addresses("refused", "refused.txt");

    assertThat(check(config, "ada@x.bücher.example")).isEqualTo(Answer.THROW_AWAY);
    assertThat(check(config, "ada@mailinator.com")).isEqualTo(Answer.THROW_AWAY);
    assertThat(check(config, "ada@example.org")).isEqualTo(Answer.WELCOME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.example", "localhost", "ada@x.example"})
  void aLineThatIsNoDomainIsToldWithItsPlace(String line) throws Exception {
    Files.writeString(folder.resolve("refused.txt"), "x.example\n" + line + "\n");

    assertThatThrownBy(() -> receivers(addresses("refused", "refused.txt")))
        .hasMessage(folder.resolve("refused.txt") + ":2: \"" + line + "\" (expected a domain)");
  }

  @Test
  void aListThatIsNotThereIsTold() {
    assertThatThrownBy(() -> receivers(addresses("refused", "none.txt")))
        .hasMessageContaining("addresses.refused: " + folder.resolve("none.txt") + " cannot be");
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example, WELCOME", // has MX
    "host.example, WELCOME", // has only A
    "six.example, WELCOME", // has only AAAA
    "alias.example, WELCOME", // is another's name
    "broken.example, WELCOME", // SERVFAIL: who knows
    "none.example, NOWHERE", // NXDOMAIN
    "no-mail.example, NOWHERE", // says so itself (RFC 7505)
    "text.example, NOWHERE", // is there, with nothing mail could go to
  })
  void onlyAClearNoCounts(String domain, Answer answer) throws Exception {
    assertThat(check(LOOKUP, "ada@" + domain)).isEqualTo(answer);
  }

  @Test
  void aNameServerThatSaysNothingIsAskedForThreeSecondsAtMost() throws Exception {
    long began = System.nanoTime();

    assertThat(check(LOOKUP, "ada@silent.example")).isEqualTo(Answer.WELCOME);

    assertThat(System.nanoTime() - began).isGreaterThan(2_900_000_000L);
  }

  @Test
  void whoeverComesWhileAHundredQuestionsAreOpenIsLetInUnasked() throws Exception {
    Receivers receivers = receivers(LOOKUP);
    EmailAddress silent = EmailAddress.of("ada@silent.example").orElseThrow();
    EmailAddress none = EmailAddress.of("ada@none.example").orElseThrow();
    List<Future<Answer>> open = new ArrayList<>();

    Answer late =
        await(
            Future.future(
                done ->
                    vertx.runOnContext(
                        v -> {
                          for (int i = 0; i < 100; i++) {
                            open.add(receivers.check(silent));
                          }
                          receivers.check(none).onComplete(done);
                        })));

    assertThat(late).isEqualTo(Answer.WELCOME);
    await(Future.all(open));
    assertThat(check(LOOKUP, "ada@none.example")).isEqualTo(Answer.NOWHERE);
  }

  private static JsonObject addresses(String key, Object value) {
    return new JsonObject().put("addresses", new JsonObject().put(key, value));
  }

  private Receivers receivers(JsonObject config) {
    var nameServer = new DnsClientOptions().setHost("127.0.0.1").setPort(zone.port());
    return Receivers.blockingOf(vertx, config, folder, nameServer);
  }

  private Answer check(JsonObject config, String typed) throws Exception {
    Receivers receivers = receivers(config);
    EmailAddress address = EmailAddress.of(typed).orElseThrow();
    return await(
        Future.future(done -> vertx.runOnContext(v -> receivers.check(address).onComplete(done))));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
