package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import site.acme.AcmeFailure.Kind;
import site.acme.CertAction.Look;
import site.acme.CertAction.Order;
import site.acme.CertAction.Rest;
import site.acme.CertEvent.Failed;
import site.acme.CertEvent.Forced;
import site.acme.CertEvent.Issued;
import site.acme.CertEvent.Ordered;
import site.acme.CertEvent.Presented;
import site.acme.CertEvent.Seen;
import site.acme.CertEvent.Triggered;
import site.acme.CertEvent.Visible;
import site.acme.CertEvent.Woken;
import site.acme.OrderView.Authorization;
import site.acme.OrderView.Status;
import site.config.ChallengeKind;
import site.config.KeyKind;

class CertJobTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final URL ORDER = url("https://ca.example.net/order/1");
  private static final Authority FIRST =
      new Authority(
          "first",
          URI.create("https://first.example.net/dir"),
          Optional.empty(),
          Optional.empty(),
          Optional.of(URI.create("https://staging.example.net/dir")));
  private static final Authority SECOND =
      new Authority(
          "second",
          URI.create("https://second.example.net/dir"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private JobRules rules = new JobRules(true, true, OptionalDouble.empty(), Duration.ofMinutes(2));

  @Test
  void anOrderGoesFromNothingToACertificate() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());

    assertThat(job.on(NOW, new Woken())).isInstanceOf(Order.class);
    assertThat(job.on(NOW, ordered(false))).isInstanceOf(Look.class);
    assertThat(job.on(NOW, seen(Status.PENDING))).isInstanceOf(CertAction.Present.class);
    assertThat(job.on(NOW, new Presented())).isInstanceOf(CertAction.CheckVisible.class);
    assertThat(job.on(NOW, new Visible(true))).isInstanceOf(CertAction.Trigger.class);
    assertThat(job.on(NOW, new Triggered())).isInstanceOf(Look.class);
    assertThat(job.on(NOW, seen(Status.PENDING))).isInstanceOf(Look.class);
    assertThat(job.on(NOW, seen(Status.READY))).isInstanceOf(CertAction.Finish.class);
    assertThat(job.on(NOW, seen(Status.PROCESSING))).isInstanceOf(Look.class);
    assertThat(job.on(NOW, seen(Status.VALID))).isInstanceOf(CertAction.Download.class);
    assertThat(job.on(NOW, new Issued(material(90)))).isInstanceOf(CertAction.AskRenewal.class);
    assertThat(job.state().pending()).isEmpty();
    assertThat(job.state().issued()).containsExactly(NOW);
    assertThat(job.state().course().proven()).contains(ChallengeKind.HTTP_01);
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, Present",
    "READY, Finish",
    "PROCESSING, Look",
    "VALID, Download",
    "INVALID, Order"
  })
  void aNewProcessGoesOnWithTheOrderItFinds(Status status, String action) {
    JobState before =
        JobState.NEW.pending(Optional.of(pending(false, PendingOrder.Step.TRIGGERED)));
    CertJob job = job(spec(FIRST), before, Optional.empty());

    CertAction first = job.on(NOW, new Woken());
    CertAction then = job.on(NOW, seen(status));

    assertThat(first).isInstanceOf(Look.class);
    assertThat(then.getClass().getSimpleName()).isEqualTo(action);
  }

  @Test
  void aNameThatIsProvedAlreadyIsNotProvedAgain() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    job.on(NOW, new Woken());

    job.on(NOW, ordered(false));

    assertThat(job.on(NOW, seen(Status.READY))).isInstanceOf(CertAction.Finish.class);
  }

  @Test
  void aRehearsalOfACertificateThatIsNotDueOrdersNothingReal() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.of(material(90)));

    CertAction trial = job.on(NOW, new CertEvent.Rehearse());
    job.on(NOW, ordered(true));
    CertAction after = job.on(NOW, seen(Status.READY));

    assertThat(((Order) trial).trial()).isTrue();
    assertThat(after).isNotInstanceOf(Order.class);
    assertThat(job.state().course().rehearsed()).contains(NOW);
    assertThat(job.state().course().trial()).isFalse();
  }

  @Test
  void aRehearsalDoesNotLoseAnOrderUnderWay() {
    JobState before =
        JobState.NEW.pending(Optional.of(pending(false, PendingOrder.Step.TRIGGERED)));
    CertJob job = job(spec(FIRST), before, Optional.empty());

    assertThat(job.on(NOW, new CertEvent.Rehearse())).isInstanceOf(Look.class);
    assertThat(job.state().pending()).isPresent();
  }

  @Test
  void aKeyInWrongHandsIsNotKept() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.of(material(90)));

    Order order = (Order) job.on(NOW, new CertEvent.Compromised());

    assertThat(order.anotherKey()).isTrue();
    assertThat(order.trial()).isFalse();
  }

  @Test
  void aFailedProofGoesToStagingAnotherWayAndBackAtOnceWhenItWorksThere() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    job.on(NOW, new Woken());
    job.on(NOW, ordered(false));
    job.on(NOW, seen(Status.PENDING));
    job.on(NOW, new Presented());

    CertAction rest = job.on(NOW, new Failed(AcmeFailure.of(Kind.VALIDATION, "connection", "x")));
    Instant later = ((Rest) rest).until();
    Order trial = (Order) job.on(later, new Woken());
    job.on(later, ordered(true));
    CertAction proof = job.on(later, seen(Status.PENDING));
    Order real = (Order) job.on(later, seen(Status.READY));

    assertThat(later).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    assertThat(trial.authority().directory()).hasHost("staging.example.net");
    assertThat(((CertAction.Present) proof).pending().kind()).contains(ChallengeKind.TLS_ALPN_01);
    assertThat(real.authority()).isEqualTo(FIRST);
    assertThat(real.trial()).isFalse();
  }

  @Test
  void withoutStagingNoMoreThanThreeProofsFailInAnHour() {
    CertJob job = job(spec(SECOND), JobState.NEW, Optional.empty());
    List<Instant> failures = new ArrayList<>();
    Instant now = NOW;
    for (int i = 0; i < 6; i++) {
      assertThat(job.on(now, new Woken())).isInstanceOf(Order.class);
      job.on(now, ordered(false));
      failures.add(now);
      now = ((Rest) job.on(now, new Failed(AcmeFailure.of(Kind.VALIDATION, "dns", "x")))).until();
    }

    assertThat(failures).filteredOn(at -> at.isBefore(NOW.plus(Duration.ofHours(1)))).hasSize(3);
  }

  @Test
  void anAuthorityThatIsOutOfOrderKeepsTheOrder() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    job.on(NOW, new Woken());
    job.on(NOW, ordered(false));

    Rest rest = (Rest) job.on(NOW, new Failed(AcmeFailure.of(Kind.CA_BUSY, "", "reset")));

    assertThat(job.on(rest.until(), new Woken())).isInstanceOf(Look.class);
  }

  @Test
  void nothingIsSentBeforeTheTimeTheAuthorityGaveEvenByAnotherProcess() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    job.on(NOW, new Woken());
    AcmeFailure limited =
        new AcmeFailure(
            Kind.CA_BUSY, "rateLimited", "x", Optional.of(Duration.ofHours(1)), List.of());

    CertAction rest = job.on(NOW, new Failed(limited));
    CertJob next = job(spec(FIRST), StateJson.parse(StateJson.text(job.state())), Optional.empty());

    assertThat(rest).isEqualTo(new Rest(NOW.plus(Duration.ofHours(1))));
    assertThat(next.on(NOW.plus(Duration.ofMinutes(59)), new Woken())).isEqualTo(rest);
    assertThat(next.on(NOW.plus(Duration.ofHours(1)), new Woken())).isInstanceOf(Order.class);
  }

  @Test
  void withoutCertificateTheSecondAuthorityIsAskedAfterTwoFailures() {
    CertJob job = job(spec(FIRST, SECOND), JobState.NEW, Optional.empty());
    Failed busy = new Failed(AcmeFailure.of(Kind.CA_BUSY, "", "refused"));
    job.on(NOW, new Woken());

    Rest rest = (Rest) job.on(NOW, busy);
    job.on(rest.until(), new Woken());
    CertAction next = job.on(rest.until(), busy);

    assertThat(((Order) next).authority()).isEqualTo(SECOND);
  }

  @Test
  void withACertificateTheSecondAuthorityWaitsUntilHalfTheTimeToRenewIsGone() {
    CertJob job = job(spec(FIRST, SECOND), JobState.NEW, Optional.of(material(90)));
    Failed busy = new Failed(AcmeFailure.of(Kind.CA_BUSY, "", "refused"));
    Instant now = NOW.plus(Duration.ofDays(60));
    Instant half = NOW.plus(Duration.ofDays(75));
    List<Authority> asked = new ArrayList<>();
    while (asked.isEmpty() || !asked.get(asked.size() - 1).equals(SECOND)) {
      CertAction action = job.on(now, new Woken());
      while (action instanceof CertAction.AskRenewal) {
        action = job.on(now, new CertEvent.RenewalUnknown());
      }
      while (action instanceof Order order) {
        asked.add(order.authority());
        action = order.authority().equals(SECOND) ? new Rest(now) : job.on(now, busy);
      }
      now = ((Rest) action).until();
    }

    assertThat(now).isBetween(half, half.plus(Duration.ofDays(2)));
  }

  @Test
  void aFailedProofDoesNotGoToAnotherAuthority() {
    CertJob job = job(spec(SECOND, FIRST), JobState.NEW, Optional.empty());
    Instant now = NOW;
    for (int i = 0; i < 5; i++) {
      Order order = (Order) job.on(now, new Woken());
      assertThat(order.authority()).isEqualTo(SECOND);
      job.on(now, ordered(false));
      now = ((Rest) job.on(now, new Failed(AcmeFailure.of(Kind.VALIDATION, "caa", "x")))).until();
    }
  }

  @Test
  void whatOnlyAPersonCanMendIsTriedOnceADay() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    job.on(NOW, new Woken());

    CertAction rest =
        job.on(NOW, new Failed(AcmeFailure.of(Kind.PERSON, "rejectedIdentifier", "no")));

    assertThat(rest).isEqualTo(new Rest(NOW.plus(Duration.ofDays(1))));
  }

  @Test
  void alreadyReplacedIsRepairedOnceAtOnceWithoutReplaces() {
    Material old = material(90);
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.of(old));
    Instant start = NOW.plus(Duration.ofDays(50));
    RenewalWindow window =
        new RenewalWindow(
            old.certificate().orElseThrow(), start, start.plusSeconds(2), Optional.empty());
    job.on(NOW, new CertEvent.Renewal(Optional.of(window), Duration.ofHours(6)));
    Instant due = start.plusSeconds(2);
    Failed replaced = new Failed(AcmeFailure.of(Kind.SELF_HEAL, "alreadyReplaced", "x"));

    Order first = (Order) job.on(due, new Woken());
    Order second = (Order) job.on(due, replaced);
    CertAction third = job.on(due, replaced);

    assertThat(first.replaces()).isPresent();
    assertThat(second.replaces()).isEmpty();
    assertThat(third).isInstanceOf(Rest.class);
  }

  @Test
  void anAccountTheAuthorityForgotIsMadeAgainOnce() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    job.on(NOW, new Woken());
    Failed unknown = new Failed(AcmeFailure.of(Kind.SELF_HEAL, "accountDoesNotExist", "x"));

    CertAction again = job.on(NOW, unknown);

    assertThat(((Order) again).accountIsLost()).isTrue();
    assertThat(job.on(NOW, unknown)).isInstanceOf(Rest.class);
  }

  @Test
  void whatTheAuthoritySaidAboutAnotherCertificateDoesNotCount() {
    RenewalWindow stale =
        new RenewalWindow("other", NOW.minusSeconds(2), NOW.minusSeconds(1), Optional.empty());
    JobState state =
        JobState.NEW.outlook(
            new JobState.Outlook(Optional.of(stale), Optional.of(NOW.plusSeconds(9)), 0));

    CertJob job = job(spec(FIRST), state, Optional.of(material(90)));

    assertThat(job.on(NOW, new Woken())).isEqualTo(new Rest(NOW.plusSeconds(9)));
  }

  @Test
  void aLoopOfRenewalsIsStoppedAndAPersonCanGoOn() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    Instant now = NOW;
    int orders = 0;
    CertAction action = job.on(now, new Woken());
    while (action instanceof Order && orders < 10) {
      orders++;
      job.on(now, ordered(false));
      Material issued = material(90);
      CertAction ask = job.on(now, new Issued(issued));
      RenewalWindow past =
          new RenewalWindow(
              issued.certificate().orElseThrow(),
              now.minusSeconds(20),
              now.minusSeconds(10),
              Optional.empty());
      assertThat(ask).isInstanceOf(CertAction.AskRenewal.class);
      action = job.on(now, new CertEvent.Renewal(Optional.of(past), Duration.ZERO));
      now = now.plusSeconds(60);
    }

    assertThat(orders).isEqualTo(3);
    assertThat(((Rest) action).until()).isAfter(NOW.plus(Duration.ofHours(23)));
    assertThat(job.on(now, new Forced())).isInstanceOf(Order.class);
  }

  @Test
  void aRequiredWayToProveThatIsNotThereNeedsAPerson() {
    CertSpec wildcard = spec(List.of("*.example.com"), List.of(), FIRST);

    CertJob job = job(wildcard, JobState.NEW, Optional.empty());

    assertThat(job.on(NOW, new Woken())).isEqualTo(new Rest(NOW.plus(Duration.ofDays(1))));
    assertThat(job.state().problem())
        .hasValueSatisfying(problem -> assertThat(problem.detail()).contains("tls.acme.dns"));
  }

  @Test
  void otherNamesOrAnotherKindOfKeyNeedAnotherCertificate() {
    CertSpec more =
        spec(List.of("a.example.com", "b.example.com"), List.of(ChallengeKind.HTTP_01), FIRST);

    CertJob job = job(more, JobState.NEW, Optional.of(material(90)));

    assertThat(job.on(NOW, new Woken())).isInstanceOf(Order.class);
  }

  @Test
  void withAClockBeforeItsTimeNothingIsDecided() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());

    CertAction action = job.on(Instant.parse("1970-01-01T00:10:00Z"), new Woken());

    assertThat(action).isInstanceOf(Rest.class);
    assertThat(job.state().problem())
        .hasValueSatisfying(problem -> assertThat(problem.kind()).isEqualTo(Kind.LOCAL));
  }

  @Test
  void afterThreeDaysOfSleepWhatIsDueIsDone() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.of(material(90)));
    Rest rest = (Rest) asked(job, NOW);

    assertThat(rest.until()).isAfter(NOW);
    assertThat(job.on(NOW.plus(Duration.ofDays(63)), new Woken())).isInstanceOf(Order.class);
  }

  @Test
  void proofsThatDoNotShowAreTriedNeverthelessInTheEnd() {
    CertJob job = job(spec(FIRST), JobState.NEW, Optional.empty());
    job.on(NOW, new Woken());
    job.on(NOW, ordered(false));
    job.on(NOW, seen(Status.PENDING));
    job.on(NOW, new Presented());

    assertThat(job.on(NOW.plusSeconds(100), new Visible(false)))
        .isInstanceOf(CertAction.CheckVisible.class);
    assertThat(job.on(NOW.plusSeconds(120), new Visible(false)))
        .isInstanceOf(CertAction.Trigger.class);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whateverFailsHoweverOftenThereIsANextTimeWithinADayAndAHalf(Kind kind) {
    Random random = new Random(7);
    CertJob job =
        new CertJob(spec(FIRST, SECOND), rules, JobState.NEW, Optional.empty(), random::nextDouble);
    Instant now = NOW;
    for (int i = 0; i < 200; i++) {
      CertAction action = job.on(now, new Woken());
      assertThat(action).isInstanceOfAny(Order.class, Look.class);
      action = job.on(now, new Failed(AcmeFailure.of(kind, "", "x")));
      for (int repeated = 0; !(action instanceof Rest); repeated++) {
        assertThat(repeated).isLessThan(3);
        action = job.on(now, new Failed(AcmeFailure.of(kind, "", "x")));
      }
      Instant next = ((Rest) action).until();
      assertThat(next).isBetween(now.plusSeconds(20), now.plus(Duration.ofHours(36)));
      now = next;
    }
  }

  private CertAction asked(CertJob job, Instant now) {
    assertThat(job.on(now, new Woken())).isInstanceOf(CertAction.AskRenewal.class);
    return job.on(now, new CertEvent.RenewalUnknown());
  }

  private CertJob job(CertSpec spec, JobState state, Optional<Material> material) {
    return new CertJob(spec, rules, state, material, () -> 0.5);
  }

  private static CertSpec spec(Authority... authorities) {
    return spec(
        List.of("a.example.com"),
        List.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01),
        authorities);
  }

  private static CertSpec spec(
      List<String> names, List<ChallengeKind> challenges, Authority... authorities) {
    return new CertSpec(
        "a",
        names,
        KeyKind.P256,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(authorities),
        challenges);
  }

  private static Material material(int days) {
    return new Material(
        1,
        NOW,
        NOW.plus(Duration.ofDays(days)),
        Optional.of("id"),
        List.of("a.example.com"),
        Optional.of(KeyKind.P256),
        new Generation.Origin("first", Optional.of("https://ca.example.net/account/1")));
  }

  private static PendingOrder pending(boolean trial, PendingOrder.Step step) {
    return new PendingOrder("first", ORDER, trial, Optional.empty(), step);
  }

  private static Ordered ordered(boolean trial) {
    return new Ordered(pending(trial, PendingOrder.Step.NOTHING));
  }

  private static Seen seen(Status status) {
    return new Seen(view(status));
  }

  private static OrderView view(Status status) {
    Authorization open =
        new Authorization(
            url("https://ca.example.net/authz/1"),
            "a.example.com",
            false,
            Set.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01),
            Optional.empty());
    return new OrderView(
        ORDER,
        status,
        status == Status.PENDING ? List.of(open) : List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static URL url(String text) {
    try {
      return new URL(text);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
