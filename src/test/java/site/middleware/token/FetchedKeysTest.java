package site.middleware.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An issuer changes its keys, and is not bothered by those who make tokens up. */
class FetchedKeysTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final PublicJsonWebKey FIRST = Tokens.elliptic("first");
  private static final PublicJsonWebKey SECOND = Tokens.elliptic("second");

  private final Vertx vertx = Vertx.vertx();
  private final KeySource keys = KeySource.fetched(this::fetch, () -> this.nanos);
  private final TokenVerifier verifier =
      new TokenVerifier(
          new TokenRules(Tokens.ISSUER, Set.of("shop"), Set.of("ES256"), Duration.ZERO),
          keys,
          Clock.fixed(NOW, ZoneOffset.UTC));
  private Future<String> published = Future.succeededFuture(Tokens.set(FIRST));
  private long nanos = 1;
  private int fetches;

  private Future<String> fetch() {
    fetches++;
    return published;
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void theyAreFetchedOnceForMany() throws Exception {
    assertThat(isBelieved(FIRST)).isTrue();
    assertThat(isBelieved(FIRST)).isTrue();
    assertThat(fetches).isEqualTo(1);
  }

  @Test
  void aKeyThatIsNotKnownIsLookedForAgain() throws Exception {
    assertThat(isBelieved(FIRST)).isTrue();
    published = Future.succeededFuture(Tokens.set(SECOND));

    pass(Duration.ofSeconds(31));

    assertThat(isBelieved(SECOND)).isTrue();
    assertThat(isBelieved(FIRST)).as("believed before, but its key was withdrawn").isFalse();
  }

  @Test
  void whoMakesUpTokensDoesNotBotherTheIssuer() throws Exception {
    assertThat(isBelieved(FIRST)).isTrue();

    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(2));
      assertThat(isBelieved(SECOND)).isFalse();
    }

    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void theLastKeysAreGoodForADayWithoutTheIssuer() throws Exception {
    assertThat(isBelieved(FIRST)).isTrue();
    published = Future.failedFuture("down");

    pass(Duration.ofHours(23));
    assertThat(isBelieved(FIRST)).isTrue();
    assertThat(fetches).isEqualTo(2);

    pass(Duration.ofHours(2));
    assertThat(isBelieved(FIRST)).isFalse();
  }

  @Test
  void whileThereAreNoneTheIssuerIsAskedOnceASecond() throws Exception {
    published = Future.failedFuture("down");
    assertThat(isBelieved(FIRST)).isFalse();
    assertThat(isBelieved(FIRST)).isFalse();
    assertThat(fetches).isEqualTo(1);

    published = Future.succeededFuture(Tokens.set(FIRST));
    pass(Duration.ofSeconds(2));

    assertThat(isBelieved(FIRST)).isTrue();
  }

  @Test
  void manyAtOnceWaitForOneAnswer() throws Exception {
    Promise<String> late = Promise.promise();
    published = late.future();
    Future<KeyRing> one = onLoop(keys::keys);
    Future<KeyRing> other = onLoop(keys::keys);

    late.complete(Tokens.set(FIRST));

    assertThat(one.await(20, TimeUnit.SECONDS)).isSameAs(other.await(20, TimeUnit.SECONDS));
    assertThat(fetches).isEqualTo(1);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private boolean isBelieved(PublicJsonWebKey key) throws Exception {
    String token = Tokens.sign(key, "ES256", Tokens.claims(NOW));
    return onLoop(() -> verifier.verify(token).map(true).otherwise(false))
        .await(20, TimeUnit.SECONDS);
  }

  /** Begun when this returns, each on an event loop of its own. */
  private <T> Future<T> onLoop(Supplier<Future<T>> question) throws Exception {
    Promise<T> answer = Promise.promise();
    Promise<Void> begun = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            v -> {
              question.get().onComplete(answer);
              begun.complete();
            });
    begun.future().await(20, TimeUnit.SECONDS);
    return answer.future();
  }
}
