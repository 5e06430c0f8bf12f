package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the next request, for every policy. */
class BalancerTest {

  private static List<Candidate> weighing(double... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new Candidate(Hash.of("target-" + i), weights[i], 0))
        .toList();
  }

  private static List<Candidate> busy(int... active) {
    return IntStream.range(0, active.length)
        .mapToObj(i -> new Candidate(Hash.of("target-" + i), 1, active[i]))
        .toList();
  }

  private static double[] weights(String text) {
    return List.of(text.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
  }

  private static String turns(List<Candidate> candidates, int turns) {
    return IntStream.range(0, turns)
        .mapToObj(turn -> String.valueOf(Balancer.roundRobin(candidates, turn)))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0000",
    "7, 0000",
    "1 1 1, 012012",
    "5 5 5, 012012",
    "2 1, 010010",
    "3 1, 01000100",
    "5 1 1, 00010200001020",
    "1 2 3, 011222011222"
  })
  void everyCycleGivesEachItsShare(String weights, String order) {
    String taken = turns(weighing(weights(weights)), order.length());

    assertThat(sorted(taken)).isEqualTo(sorted(order));
  }

  private static String sorted(String text) {
    return text.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
  }

  @Test
  void equalWeightsGoInTheOrderWritten() {
    assertThat(turns(weighing(2, 2, 2), 7)).isEqualTo("0120120");
  }

  @Test
  void weightsAreServedEvenlyAndNotInBursts() {
    List<Candidate> candidates = weighing(90, 10);
    String order = turns(candidates, 100);

    assertThat(order.chars().filter(c -> c == '1').count()).isEqualTo(10);
    for (int i = 0; i + 20 <= order.length(); i++) {
      assertThat(order.substring(i, i + 20)).contains("1").doesNotContain("111");
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "-3, 0", "2147483647, 1", "-2147483648, 1"})
  void turnsMayOverflow(int turn, int chosen) {
    assertThat(Balancer.roundRobin(weighing(1, 1, 1), turn)).isEqualTo(chosen);
  }

  @Test
  void aTargetThatIsEasedInGetsItsPart() {
    List<Candidate> candidates = weighing(1, 0.25);

    long second =
        IntStream.range(0, 1000).filter(t -> Balancer.roundRobin(candidates, t) == 1).count();

    assertThat(second).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "3 1 2, 0, 1",
    "3 1 2, 1, 1",
    "0 0 0, 0, 0",
    "0 0 0, 2, 2",
    "2 1 1, 3, 2",
    "2 1 1, 4, 1"
  })
  void theFewestRequestsWin(String active, int turn, int chosen) {
    int[] requests = List.of(active.split(" ")).stream().mapToInt(Integer::parseInt).toArray();

    assertThat(Balancer.leastRequests(busy(requests), turn)).isEqualTo(chosen);
  }

  @Test
  void weightsCountForTheFewestRequests() {
    List<Candidate> candidates = List.of(new Candidate(1, 1, 1), new Candidate(2, 3, 2));

    assertThat(Balancer.leastRequests(candidates, 0)).isEqualTo(1);
  }

  @Test
  void whoHasNothingToDoGetsItsShare() {
    List<Candidate> idle = weighing(1, 3);
    Random random = new Random(1);

    long inTurn = IntStream.range(0, 400).filter(t -> Balancer.leastRequests(idle, t) == 1).count();
    long byLot =
        IntStream.range(0, 4000).filter(t -> Balancer.randomTwo(idle, random) == 1).count();

    assertThat(inTurn).isEqualTo(300);
    assertThat(byLot).isCloseTo(3000L, within(150L));
  }

  @Test
  void ofTwoDrawnByLotTheBusierIsSpared() {
    List<Candidate> candidates = busy(100, 0, 1, 2);
    Random random = new Random(1);

    int[] chosen = new int[4];
    for (int i = 0; i < 6000; i++) {
      chosen[Balancer.randomTwo(candidates, random)]++;
    }

    assertThat(chosen[0]).as("the busiest of all never wins").isZero();
    assertThat(chosen[1]).as("the idlest wins whenever it is drawn").isCloseTo(3000, within(200));
    assertThat(chosen[2]).isCloseTo(2000, within(200));
    assertThat(chosen[3]).isCloseTo(1000, within(200));
  }

  @Test
  void oneCandidateNeedsNoLot() {
    assertThat(Balancer.randomTwo(weighing(1), new Random(1))).isZero();
  }

  @Test
  void keysAreSpreadByWeight() {
    List<Candidate> candidates = weighing(1, 1, 2);

    int[] keys = new int[3];
    for (int i = 0; i < 40_000; i++) {
      keys[Balancer.byHash(candidates, Hash.of("key-" + i))]++;
    }

    assertThat(keys[0]).isCloseTo(10_000, within(400));
    assertThat(keys[1]).isCloseTo(10_000, within(400));
    assertThat(keys[2]).isCloseTo(20_000, within(400));
  }

  @Test
  void whenATargetLeavesOnlyItsOwnKeysMove() {
    List<Candidate> all = weighing(1, 1, 1, 1);
    List<Candidate> left = new ArrayList<>(all);
    left.remove(2);
    int[] heirs = new int[3];

    for (int i = 0; i < 10_000; i++) {
      long key = Hash.of("key-" + i);
      Candidate before = all.get(Balancer.byHash(all, key));
      int after = Balancer.byHash(left, key);
      if (before.equals(all.get(2))) {
        heirs[after]++;
      } else {
        assertThat(left.get(after)).isSameAs(before);
      }
    }

    for (int heir : heirs) {
      assertThat(heir).as("what it had goes to all others alike").isBetween(600, 1100);
    }
  }

  @Test
  void theOrderInTheFileDoesNotMoveKeys() {
    List<Candidate> written = weighing(1, 1, 1);
    List<Candidate> turned = List.of(written.get(2), written.get(0), written.get(1));

    for (int i = 0; i < 1000; i++) {
      long key = Hash.of("key-" + i);
      assertThat(turned.get(Balancer.byHash(turned, key)))
          .isSameAs(written.get(Balancer.byHash(written, key)));
    }
  }
}
