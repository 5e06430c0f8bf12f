package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.tls.Credential;
import site.tls.InternalCa;

class HousekeepingTest {
  private static final Generation.Origin ORIGIN = new Generation.Origin("ca", Optional.empty());

  @TempDir Path directory;

  @Test
  void whatNobodyWantsGoesThirtyDaysAfterItHasExpired() throws Exception {
    FileCertStore store = store(Clock.systemUTC());
    Instant end = publish(store, "a");
    publish(store, "wanted");
    store.blockingSave("a", JobState.NEW);

    clean(end.plus(Duration.ofDays(30)).minusSeconds(10));
    assertThat(store.blockingIds()).containsExactly("a", "wanted");

    clean(end.plus(Duration.ofDays(31)));
    assertThat(store.blockingIds()).containsExactly("wanted");
    assertThat(directory.resolve("tls/live/a")).doesNotExist();
    assertThat(directory.resolve("tls/state/a.json")).doesNotExist();
  }

  @Test
  void itIsDoneOnceADay() {
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    Housekeeping housekeeping =
        new Housekeeping(store(Clock.systemUTC()), Clock.fixed(now, ZoneOffset.UTC));

    assertThat(housekeeping.takeTurn()).isTrue();
    assertThat(housekeeping.takeTurn()).isFalse();
  }

  private void clean(Instant now) throws Exception {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    new Housekeeping(store(clock), clock).blockingClean(Set.of("wanted"));
  }

  private FileCertStore store(Clock clock) {
    return new FileCertStore(directory.resolve("tls"), clock);
  }

  private Instant publish(FileCertStore store, String id) throws Exception {
    Credential credential =
        InternalCa.blockingOpen(directory.resolve("ca"), Clock.systemUTC())
            .blockingIssue(Set.of("one.localhost"))
            .credentials()
            .get(0);
    return store.blockingPublish(id, credential, ORIGIN).notAfter();
  }
}
