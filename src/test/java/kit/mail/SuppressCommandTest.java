package kit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kit.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.SettableClock;
import site.app.Command;
import site.apps.AppDatabase;

/** What an operator says about addresses, and what becomes of letters to them. */
@Tag("K10")
@ExtendWith(AppDatabase.class)
class SuppressCommandTest {
  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private Database database;
  private Outbox outbox;
  private SuppressCommand command;

  @BeforeEach
  void start(JsonObject settings) throws Exception {
    database = Database.of(vertx, settings);
    await(database.start(Outbox.TABLES::run));
    outbox = new Outbox(database, new Sender("Sky", "sky@example.com"), "salt", clock);
    command = new SuppressCommand(database, outbox);
  }

  @AfterEach
  void stop() throws Exception {
    await(database.close());
    await(vertx.close());
  }

  @Test
  void whoIsAddedGetsNothingUntilRemovedAndTheListNamesNobody() throws Exception {
    assertThat(put("k1")).isTrue();

    assertThat(say("add", "Ada@Example.org"))
        .containsExactly("nothing more is sent; letters taken back: 1");
    assertThat(put("k2")).isFalse();
    assertThat(say("list"))
        .singleElement()
        .asString()
        .matches("[0-9a-f]{12} ADMIN     since 2027-03-10T06:30:00Z");

    assertThat(say("remove", "ada@example.org")).containsExactly("letters may be sent again");
    assertThat(say("remove", "ada@example.org")).containsExactly("letters could be sent all along");
    assertThat(say("list")).isEmpty();
    assertThat(put("k2")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "add", "add nobody", "drop ada@example.org", "list all"})
  void whatIsNotUnderstoodIsAnsweredWithWhatWouldBe(String line) {
    assertThatThrownBy(() -> say(line.isEmpty() ? new String[0] : line.split(" ")))
        .hasMessageContaining("suppress add|remove ADDRESS, or list");
  }

  private boolean put(String key) throws Exception {
    return await(
        outbox.put(
            new Letter(
                key,
                false,
                "Ada@example.org",
                "Sky",
                "text",
                "<p>text</p>",
                List.of(),
                Map.of(),
                Instant.parse("2027-03-10T13:00:00Z"))));
  }

  private List<String> say(String... words) throws Exception {
    List<String> lines = new ArrayList<>();
    int code =
        await(
            command.run(
                new Command.Call() {
                  @Override
                  public List<String> arguments() {
                    return List.of(words);
                  }

                  @Override
                  public void say(String line) {
                    lines.add(line);
                  }

                  @Override
                  public boolean isOver() {
                    return false;
                  }
                }));
    assertThat(code).isZero();
    return lines;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
