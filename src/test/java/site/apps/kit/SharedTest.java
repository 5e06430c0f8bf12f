package site.apps.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import kit.Failure;
import kit.Shared;
import org.junit.jupiter.api.Test;

/** Who gets the answer to which question. */
class SharedTest {
  private final List<Promise<String>> asked = new ArrayList<>();
  private final Shared<String> shared = new Shared<>(this::ask);

  private Future<String> ask() {
    Promise<String> question = Promise.promise();
    asked.add(question);
    return question.future();
  }

  @Test
  void whoComesWhileAQuestionIsUnderWayWaitsForTheNextWhichIsForAllOfThem() {
    Future<String> first = shared.ask();
    Future<String> second = shared.ask();
    Future<String> third = shared.ask();
    assertThat(asked).hasSize(1);

    asked.get(0).complete("old");
    assertThat(first.result()).isEqualTo("old");
    assertThat(second.isComplete()).isFalse();
    assertThat(asked).hasSize(2);

    asked.get(1).complete("new");
    assertThat(List.of(second.result(), third.result())).containsOnly("new");
    assertThat(asked).hasSize(2);
  }

  @Test
  void whoComesLaterIsGivenNoOldAnswer() {
    shared.ask();
    asked.get(0).complete("old");

    Future<String> later = shared.ask();

    assertThat(later.isComplete()).isFalse();
    asked.get(1).complete("new");
    assertThat(later.result()).isEqualTo("new");
  }

  @Test
  void aFailureIsForThoseWhoAskedAndTheNextQuestionIsAsked() {
    Future<String> first = shared.ask();
    Future<String> second = shared.ask();

    asked.get(0).fail("gone");
    asked.get(1).complete("back");

    assertThat(first.cause()).hasMessage("gone");
    assertThat(second.result()).isEqualTo("back");
  }

  @Test
  void thatTheDatabaseIsAwayIsToldToAllWhoWait() {
    Future<String> first = shared.ask();
    Future<String> second = shared.ask();
    Failure away = new Failure(503, "away");

    asked.get(0).fail(away);

    assertThat(List.of(first.cause(), second.cause())).containsOnly(away);
    assertThat(asked).hasSize(1);
    Future<String> later = shared.ask();
    asked.get(1).complete("back");
    assertThat(later.result()).isEqualTo("back");
  }

  @Test
  void aQuestionThatCannotBeAskedFailsAndHoldsUpNobody() {
    Shared<String> broken =
        new Shared<>(
            () -> {
              throw new IllegalStateException("no");
            });

    assertThat(broken.ask().cause()).hasMessage("no");
    assertThat(broken.ask().cause()).hasMessage("no");
  }
}
