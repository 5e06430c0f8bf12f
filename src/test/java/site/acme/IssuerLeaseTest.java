package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerLeaseTest {
  private static final Duration LOOK = Duration.ofSeconds(5);

  @TempDir Path directory;

  private long now;

  private IssuerLease server() {
    return new IssuerLease(directory, () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void theFirstOrdersAndTheOthersFollow() throws Exception {
    IssuerLease first = server();
    IssuerLease second = server();

    assertThat(first.blockingTry()).isTrue();
    for (int i = 0; i < 20; i++) {
      pass(LOOK);
      assertThat(first.blockingTry()).isTrue();
      assertThat(second.blockingTry()).isFalse();
    }
  }

  @Test
  void whoStopsInOrderIsFollowedAtOnce() throws Exception {
    IssuerLease first = server();
    IssuerLease second = server();
    first.blockingTry();
    second.blockingTry();

    first.close();

    assertThat(first.holds()).isFalse();
    assertThat(second.blockingTry()).isTrue();
  }

  @Test
  void whoDiesIsFollowedWithinAMinute() throws Exception {
    server().blockingTry();
    IssuerLease second = server();

    Duration waited = Duration.ZERO;
    while (!second.blockingTry()) {
      pass(LOOK);
      waited = waited.plus(LOOK);
    }

    assertThat(waited).isBetween(IssuerLease.TERM, Duration.ofMinutes(1));
  }

  @Test
  void aServerThatWasAsleepDoesNotOrderBeforeItHasLooked() throws Exception {
    IssuerLease first = server();
    IssuerLease second = server();
    first.blockingTry();
    assertThat(first.holds()).isTrue();

    while (!second.blockingTry()) {
      pass(LOOK);
    }

    assertThat(first.holds()).isFalse();
    assertThat(first.blockingTry()).isFalse();
    assertThat(second.blockingTry()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void ofManyThatLookAtTheirOwnPaceNeverTwoOrder(long seed) throws Exception {
    Random random = new Random(seed);
    List<IssuerLease> servers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      servers.add(server());
    }
    for (int i = 0; i < 2_000; i++) {
      pass(Duration.ofMillis(random.nextInt(1_000)));
      servers.get(random.nextInt(servers.size())).blockingTry();
      if (random.nextInt(200) == 0) {
        servers.set(random.nextInt(servers.size()), server()); // one dies, another comes
      }
      assertThat(servers.stream().filter(IssuerLease::holds).count()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aFileSystemThatDoesNotWorkIsTold() throws Exception {
    Files.createDirectory(directory.resolve("tls.lease"));
    IssuerLease lease = server();

    assertThatThrownBy(lease::blockingTry)
        .isInstanceOf(AcmeProblem.class)
        .hasMessageContaining("tls.lease: cannot be used");
    assertThat(lease.holds()).isFalse();
  }
}
