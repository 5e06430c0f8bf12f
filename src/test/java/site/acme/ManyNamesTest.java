package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many names at once, at an authority that refuses three nonces in ten. */
class ManyNamesTest extends WithPebble {
  private static final int ORDERS_IN_FLIGHT = 4;

  @Override
  Pebble.Behaviour behaviour() {
    return super.behaviour().with("PEBBLE_WFE_NONCEREJECT", "30");
  }

  @Test
  void twentyNamesAreObtainedFourAtATime() throws Exception {
    obtain(20);
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void threeHundredNamesAreObtainedFourAtATime() throws Exception {
    obtain(300);
  }

  private void obtain(int names) throws Exception {
    Authority authority = Issuance.authority(proxy.directoryUrl(), pebble);
    CertSpec[] specs =
        IntStream.range(0, names)
            .mapToObj(i -> Issuance.spec(authority, "n" + i + ".example.com"))
            .toArray(CertSpec[]::new);
    long began = System.nanoTime();
    try (Issuance issuance = issuance();
        LoopWatch watch = new LoopWatch(issuance.vertx())) {
      issuance.keep(specs);

      issuance.passUntilIssued(Duration.ofMillis(500), Duration.ofMinutes(10));

      System.out.printf(
          "%d names in %d s: %d orders, at most %d in flight, %d requests of which %d refused,"
              + " the event loop never away for more than %d ms%n",
          names,
          Duration.ofNanos(System.nanoTime() - began).toSeconds(),
          proxy.ordersMade(),
          proxy.mostInFlight(),
          proxy.count(),
          proxy.refused(),
          watch.longest().toMillis());
      assertThat(proxy.mostInFlight()).isBetween(1, ORDERS_IN_FLIGHT);
      assertThat(proxy.refused()).isPositive();
      assertThat(watch.longest()).isLessThan(LoopWatch.BLOCKED);
      assertThat(proxy.ordersMade()).isEqualTo(names);
    }
  }
}
