package site.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import site.acme.AcmeFailure.Kind;
import site.acme.CertEvent.Issued;
import site.acme.CertEvent.Ordered;
import site.acme.OrderView.Authorization;
import site.acme.PendingOrder.Step;
import site.config.ChallengeKind;

/**
 * One certificate's way from nothing to renewed for ever: pure, so that every turn of it can be put
 * in a table. It is told what happened and answers what to do next; it does nothing itself.
 *
 * <p>An order goes through these actions: order, look, present, check, trigger, look until it is
 * ready, finish, look until it is valid, download. After each the state is on disk, and a process
 * that begins with an order in its state looks at it first and goes on from what it sees. So there
 * is never more than one order for one certificate, whenever the process dies.
 *
 * <p>A failure never ends a job. It sets a time before which nothing is tried, and depending on its
 * kind where the next attempt goes: the same order again, staging, another way to prove the names,
 * another authority, or tomorrow, because only a person can help.
 */
final class CertJob {
  /** Nobody runs this before it was written: a clock that says so is wrong. */
  static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration LOOK_RENEWAL_USUALLY = Duration.ofHours(6);
  private static final Duration LOOK_RENEWAL_MOST = Duration.ofHours(24);
  private static final Duration LOOK_RENEWAL_LEAST = Duration.ofMinutes(1);
  private static final Duration LOOK_RENEWAL_FAILED = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MOST_ISSUED = 3;

  private final CertSpec spec;
  private final DoubleSupplier random;

  private JobRules rules;
  private JobState state;
  private Optional<Material> material;
  private Optional<Instant> presented = Optional.empty();
  private List<Authorization> presentedFor = List.of();
  private int looks;
  private boolean forced;
  private boolean compromised;

  /**
   * A job that goes on where its state says.
   *
   * @param random 0 to 1
   */
  CertJob(
      CertSpec spec,
      JobRules rules,
      JobState state,
      Optional<Material> material,
      DoubleSupplier random) {
    this.spec = spec;
    this.rules = rules;
    this.state = state.pending(state.pending().map(pending -> pending.at(Step.NOTHING)));
    this.material = material;
    this.random = random;
  }

  CertSpec spec() {
    return spec;
  }

  JobState state() {
    return state;
  }

  Optional<Material> material() {
    return material;
  }

  /** What holds from now on. */
  void rules(JobRules next) {
    rules = next;
  }

  /** Another process issued it. */
  void material(Optional<Material> published) {
    material = published;
  }

  /** What to do, now that this has happened. */
  CertAction on(Instant now, CertEvent event) {
    if (event instanceof Ordered ordered) {
      looks = 0;
      presented = Optional.empty();
      state = state.pending(Optional.of(ordered.pending()));
      return new CertAction.Look(ordered.pending(), now);
    }
    if (event instanceof CertEvent.Seen seen) {
      return seen(now, seen.order());
    }
    if (event instanceof CertEvent.Presented) {
      presented = Optional.of(now);
      state = state.pending(state.pending().map(p -> p.at(Step.PRESENTED)));
      return new CertAction.CheckVisible(now);
    }
    if (event instanceof CertEvent.Visible visible) {
      return visible(now, visible.visible());
    }
    if (event instanceof CertEvent.Triggered) {
      looks = 0;
      state = state.pending(state.pending().map(p -> p.at(Step.TRIGGERED)));
      return look(now, Optional.empty());
    }
    if (event instanceof Issued issued) {
      return issued(now, issued.material());
    }
    if (event instanceof CertEvent.Renewal renewal) {
      return renewal(now, renewal);
    }
    if (event instanceof CertEvent.RenewalUnknown) {
      outlook(state.outlook().window(), now.plus(LOOK_RENEWAL_FAILED), state.outlook().jitter());
      return idle(now);
    }
    if (event instanceof CertEvent.Failed failed) {
      return failed(now, failed.failure());
    }
    if (event instanceof CertEvent.Rehearse && state.pending().isEmpty()) {
      state = state.fresh().next(true, 0, Optional.empty());
      return order(now);
    }
    if (event instanceof CertEvent.Forced || event instanceof CertEvent.Compromised) {
      state = state.fresh();
      forced = true;
      compromised |= event instanceof CertEvent.Compromised;
    }
    if (event instanceof CertEvent.Warned) {
      state = state.warned(now);
    }
    if (event instanceof CertEvent.Unblocked) {
      state = state.fresh();
    }
    return idle(now);
  }

  /** When this certificate is to be renewed; empty while there is none. */
  Optional<Instant> renewAt() {
    return material.map(
        m ->
            RenewalTime.of(
                m.notBefore(),
                m.notAfter(),
                windowOf(m),
                rules.renewAt(),
                state.outlook().jitter()));
  }

  private Optional<RenewalWindow> windowOf(Material current) {
    return state
        .outlook()
        .window()
        .filter(w -> rules.renewalInfo())
        .filter(w -> current.certificate().filter(w.certificate()::equals).isPresent());
  }

  // ---- with no order, or one to go on with

  private CertAction idle(Instant now) {
    if (now.isBefore(EARLIEST)) {
      return failed(now, AcmeFailure.local("the clock of this machine says " + now));
    }
    if (held(now)) {
      return new CertAction.Rest(state.setback().nextAttempt().orElseThrow());
    }
    if (state.pending().isPresent()) {
      return new CertAction.Look(state.pending().get(), now);
    }
    Optional<Instant> due = due();
    if (due.isEmpty() || !due.get().isAfter(now)) {
      return order(now);
    }
    return renewalInfoOrRest(now, due.get());
  }

  private boolean held(Instant now) {
    return state.setback().nextAttempt().filter(now::isBefore).isPresent();
  }

  /** Empty: at once. */
  private Optional<Instant> due() {
    boolean wrong = material.filter(m -> m.fits(spec)).isEmpty();
    return forced || wrong ? Optional.empty() : renewAt();
  }

  private CertAction renewalInfoOrRest(Instant now, Instant due) {
    Optional<String> certificate =
        material.flatMap(Material::certificate).filter(c -> rules.renewalInfo());
    if (certificate.isEmpty() || authorityOf(material.orElseThrow()).isEmpty()) {
      return new CertAction.Rest(due);
    }
    Instant look = state.outlook().nextLook().orElse(now);
    return look.isAfter(now)
        ? new CertAction.Rest(look.isBefore(due) ? look : due)
        : new CertAction.AskRenewal(material.orElseThrow(), certificate.get());
  }

  private Optional<Authority> authorityOf(Material current) {
    return spec.authorities().stream()
        .filter(a -> a.id().equals(current.origin().authority()))
        .findFirst();
  }

  private CertAction order(Instant now) {
    if (spec.challenges().isEmpty()) {
      String what =
          spec.isWildcard()
              ? "a wildcard needs tls.acme.dns"
              : "no way to prove the name: no listener fits tls.acme.challenges";
      return failed(now, AcmeFailure.of(Kind.PERSON, "", what));
    }
    boolean harmless = forced || state.course().trial();
    Optional<Instant> tooMany = harmless ? Optional.empty() : tooManyUntil(now);
    if (tooMany.isPresent()) {
      String what = "issued %d times since %s; something is wrong".formatted(MOST_ISSUED, "then");
      what = what.replace("then", state.issued().get(0).truncatedTo(ChronoUnit.SECONDS).toString());
      state = state.failed(AcmeFailure.local(what), state.setback().failures() + 1, tooMany.get());
      return new CertAction.Rest(tooMany.get());
    }
    presented = Optional.empty();
    Authority production = production();
    Optional<Authority> trial =
        Optional.of(state.course().trial())
            .filter(wanted -> wanted)
            .flatMap(w -> production.forTrials());
    return new CertAction.Order(
        trial.orElse(production),
        trial.isPresent(),
        spec.profile(),
        replaces(production, trial.isPresent()),
        state.problem().filter(p -> p.type().equals("accountDoesNotExist")).isPresent(),
        compromised);
  }

  /** A loop that something outside keeps going must not eat the authority's weekly limits. */
  private Optional<Instant> tooManyUntil(Instant now) {
    if (material.isEmpty() || state.issued().size() < MOST_ISSUED) {
      return Optional.empty();
    }
    Duration half = material.get().lifetime().dividedBy(2);
    Duration window = half.compareTo(DAY) < 0 ? half : DAY;
    Instant third = state.issued().get(state.issued().size() - MOST_ISSUED);
    return Optional.of(third.plus(window)).filter(now::isBefore);
  }

  private Authority production() {
    return spec.authorities()
        .get(Math.min(state.course().authority(), spec.authorities().size() - 1));
  }

  /** RFC 9773 5: only the authority and the account that issued a certificate may replace it. */
  private Optional<CertAction.Replaced> replaces(Authority authority, boolean trial) {
    return material
        .filter(m -> !trial && !state.course().withoutReplaces() && windowOf(m).isPresent())
        .filter(m -> m.origin().authority().equals(authority.id()))
        .flatMap(
            m ->
                m.origin()
                    .account()
                    .map(a -> new CertAction.Replaced(m.certificate().orElseThrow(), a)));
  }

  // ---- with an order

  private CertAction seen(Instant now, OrderView order) {
    PendingOrder pending = state.pending().orElseThrow();
    return switch (order.status()) {
      case PENDING -> prove(now, pending, order);
      case READY -> pending.trial() ? rehearsed(now) : new CertAction.Finish(pending);
      case PROCESSING -> look(now, order.retryAfter());
      case VALID -> pending.trial() ? rehearsed(now) : new CertAction.Download(pending);
      case INVALID -> failed(now, refusal(order));
    };
  }

  private static AcmeFailure refusal(OrderView order) {
    return order
        .anyFailure()
        .orElseGet(() -> AcmeFailure.of(Kind.SELF_HEAL, "", "the order is not valid any more"));
  }

  private CertAction prove(Instant now, PendingOrder pending, OrderView order) {
    Optional<AcmeFailure> refused = order.anyFailure();
    if (refused.isPresent()) {
      return failed(now, refused.get());
    }
    if (order.open().isEmpty() || pending.step() == Step.TRIGGERED) {
      return look(now, order.retryAfter());
    }
    Optional<ChallengeKind> kind = choose(order.open());
    if (kind.isEmpty()) {
      return failed(now, nothingFits(order.open()));
    }
    PendingOrder chosen = pending.by(kind.get());
    state = state.pending(Optional.of(chosen));
    presentedFor = order.open();
    return new CertAction.Present(chosen, order.open());
  }

  /** The way that worked last, else the first that did not just fail. */
  private Optional<ChallengeKind> choose(List<Authorization> open) {
    List<ChallengeKind> possible =
        spec.challenges().stream()
            .filter(kind -> open.stream().allMatch(a -> a.offered().contains(kind)))
            .toList();
    return state
        .course()
        .proven()
        .filter(possible::contains)
        .filter(kind -> state.course().failed().filter(kind::equals).isEmpty())
        .or(() -> possible.stream().filter(this::didNotFail).findFirst())
        .or(() -> possible.stream().findFirst());
  }

  private boolean didNotFail(ChallengeKind kind) {
    return state.course().failed().filter(kind::equals).isEmpty();
  }

  private AcmeFailure nothingFits(List<Authorization> open) {
    String offered = open.get(0).offered().stream().map(ChallengeKind::text).toList().toString();
    String ours = spec.challenges().stream().map(ChallengeKind::text).toList().toString();
    return AcmeFailure.of(
        Kind.PERSON, "", "the authority offers " + offered + ", this server can " + ours);
  }

  private CertAction visible(Instant now, boolean visible) {
    Instant patience = presented.orElse(now).plus(rules.propagation());
    if (visible || !now.isBefore(patience)) {
      return new CertAction.Trigger(state.pending().orElseThrow(), presentedFor);
    }
    return new CertAction.CheckVisible(now.plus(Duration.ofSeconds(2)));
  }

  private CertAction look(Instant now, Optional<Instant> retryAfter) {
    Duration pause = Polling.pause(looks++, retryAfter.map(at -> Duration.between(now, at)));
    return looks > Polling.MOST
        ? failed(now, AcmeFailure.of(Kind.CA_BUSY, "", "the authority does not come to an end"))
        : new CertAction.Look(state.pending().orElseThrow(), now.plus(pause));
  }

  /** Staging believes us, so the real thing is worth an order, if one is due. */
  private CertAction rehearsed(Instant now) {
    state = state.rehearsed(now);
    if (due().filter(now::isBefore).isPresent()) {
      state = state.fresh();
    }
    return idle(now);
  }

  private CertAction issued(Instant now, Material issued) {
    Optional<ChallengeKind> by = state.pending().flatMap(PendingOrder::kind);
    material = Optional.of(issued);
    forced = false;
    compromised = false;
    state = state.issued(now, now.minus(Duration.ofDays(7)), by, random.getAsDouble());
    return idle(now);
  }

  private CertAction renewal(Instant now, CertEvent.Renewal renewal) {
    Duration pause =
        renewal.window().isEmpty()
            ? LOOK_RENEWAL_USUALLY
            : clamp(renewal.askAgain(), LOOK_RENEWAL_LEAST, LOOK_RENEWAL_MOST);
    boolean same = renewal.window().equals(state.outlook().window());
    double jitter = same ? state.outlook().jitter() : random.getAsDouble();
    outlook(renewal.window(), now.plus(pause), jitter);
    return idle(now);
  }

  private void outlook(Optional<RenewalWindow> window, Instant nextLook, double jitter) {
    state = state.outlook(new JobState.Outlook(window, Optional.of(nextLook), jitter));
  }

  // ---- when something failed

  private CertAction failed(Instant now, AcmeFailure failure) {
    return switch (failure.kind()) {
      case CA_BUSY -> busy(now, failure);
      case VALIDATION -> unproved(now, failure);
      case SELF_HEAL -> heal(now, failure);
      case PERSON -> rest(failure, 1, now.plus(BackOff.retryAfter(DAY)), true);
      case LOCAL ->
          rest(
              failure,
              state.setback().failures() + 1,
              pause(now, state.setback().failures() + 1),
              false);
    };
  }

  private CertAction busy(Instant now, AcmeFailure failure) {
    int failures = state.setback().failures() + 1;
    Instant next =
        failure.retryAfter().map(BackOff::retryAfter).map(now::plus).orElse(pause(now, failures));
    if (!shallSwitch(now, failures)) {
      return rest(failure, failures, next, false);
    }
    int other = (state.course().authority() + 1) % spec.authorities().size();
    boolean allWereAsked = other == 0;
    Optional<ChallengeKind> notBy = state.course().failed();
    state = state.failed(failure, failures, allWereAsked ? next : now).next(false, other, notBy);
    return idle(now);
  }

  /** Without a certificate after two tries; with one when half of the time to renew is gone. */
  private boolean shallSwitch(Instant now, int failures) {
    if (failures < 2 || spec.authorities().size() < 2) {
      return false;
    }
    return material
        .map(m -> now.isAfter(m.notAfter().minus(timeToRenew(m).dividedBy(2))))
        .orElse(true);
  }

  private Duration timeToRenew(Material current) {
    return Duration.between(renewAt().orElseThrow(), current.notAfter());
  }

  /** RFC 8555 7.1.6: the order is dead. The next goes to staging, another way. */
  private CertAction unproved(Instant now, AcmeFailure failure) {
    Optional<ChallengeKind> by = state.pending().flatMap(PendingOrder::kind);
    boolean staging = rules.stagingAfterFailure() && production().staging().isPresent();
    // without staging a step more, as an authority counts failures by the hour
    int failures = state.setback().failures() + 1;
    int step = staging ? failures : failures + 1;
    state = state.next(staging, state.course().authority(), by);
    return rest(failure, failures, pause(now, step), true);
  }

  private CertAction heal(Instant now, AcmeFailure failure) {
    if (state.course().healed()) {
      CertAction rest = busy(now, failure);
      state = state.pending(Optional.empty());
      return rest;
    }
    boolean replaced = state.course().withoutReplaces() || failure.type().equals("alreadyReplaced");
    state = state.failed(failure, state.setback().failures(), now).healing(replaced);
    return idle(now);
  }

  private CertAction rest(AcmeFailure failure, int failures, Instant next, boolean orderIsDead) {
    state = state.failed(failure, failures, next);
    state = orderIsDead ? state.pending(Optional.empty()) : state;
    return new CertAction.Rest(next);
  }

  private Instant pause(Instant now, int failures) {
    return now.plus(BackOff.pause(failures, material, now, random.getAsDouble()));
  }

  private static Duration clamp(Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0) {
      return least;
    }
    return value.compareTo(most) > 0 ? most : value;
  }
}
