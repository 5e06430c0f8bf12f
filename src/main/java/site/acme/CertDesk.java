package site.acme;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.shredzone.acme4j.RevocationReason;
import site.tls.Credential;

/** What an operator may ask of the certificates of a running server. */
public final class CertDesk {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long GLANCE_MILLIS = 200;

  /** The reasons Let's Encrypt accepts (RFC 5280 5.3.1). */
  private static final List<RevocationReason> REASONS =
      List.of(
          RevocationReason.UNSPECIFIED,
          RevocationReason.KEY_COMPROMISE,
          RevocationReason.SUPERSEDED,
          RevocationReason.CESSATION_OF_OPERATION);

  private final Vertx vertx;
  private final Scheduler scheduler;
  private final CertStore store;
  private final Clock clock;

  public CertDesk(Vertx vertx, Scheduler scheduler, CertStore store, Clock clock) {
    this.vertx = vertx;
    this.scheduler = scheduler;
    this.store = store;
    this.clock = clock;
  }

  /** A question that makes no sense here; the message says why. */
  public static final class Refusal extends RuntimeException {
    Refusal(String sentence) {
      super(sentence, null, false, false);
    }
  }

  public List<JobReport> reports() {
    return scheduler.reports();
  }

  public Optional<JobReport> report(String id) {
    return reports().stream().filter(report -> report.spec().id().equals(id)).findFirst();
  }

  /**
   * Renews and waits for the end of it.
   *
   * @param force although it is not due
   * @return what came of it; failed with the problem when there is no new certificate
   */
  public Future<String> renew(String id, boolean force) {
    return known(id)
        .compose(
            report -> {
              Optional<Instant> due = report.renewAt().filter(at -> at.isAfter(clock.instant()));
              if (due.isPresent() && !force) {
                return Future.failedFuture(
                    new Refusal(id + ": is not due before " + due.get() + " (--force renews now)"));
              }
              return replaced(report, scheduler::renew);
            })
        .map(after -> id + ": valid until " + after.material().orElseThrow().notAfter());
  }

  /**
   * Has the names proved to the authority's staging server; nothing changes, but for a certificate
   * that is due.
   *
   * @return what came of it; failed with what was in the way
   */
  public Future<String> rehearse(String id) {
    return known(id)
        .compose(
            report -> {
              Authority authority = report.spec().authorities().get(0);
              if (authority.staging().isEmpty()) {
                return Future.failedFuture(
                    new Refusal(authority.id() + " has no staging server that is known here"));
              }
              if (report.state().pending().isPresent()) {
                return Future.failedFuture(new Refusal(id + ": an order is under way"));
              }
              return asked(
                  report, scheduler::rehearse, now -> !rehearsed(now).equals(rehearsed(report)));
            })
        .map(after -> id + ": proved to staging");
  }

  private static Optional<Instant> rehearsed(JobReport report) {
    return report.state().course().rehearsed();
  }

  private Future<JobReport> known(String id) {
    return report(id)
        .map(Future::succeededFuture)
        .orElseGet(
            () -> Future.failedFuture(new Refusal("no certificate " + id + " is kept alive")));
  }

  private Future<JobReport> replaced(JobReport before, Function<String, Future<Void>> how) {
    return asked(before, how, now -> generation(now) > generation(before));
  }

  /** Has something done to a certificate and waits until it is done, or has failed once more. */
  private Future<JobReport> asked(
      JobReport before, Function<String, Future<Void>> what, Predicate<JobReport> done) {
    if (scheduler.isFollowing()) {
      return Future.failedFuture(
          new Refusal("another server on this directory orders the certificates; ask that one"));
    }
    return what.apply(before.spec().id()).compose(v -> outcome(before, done));
  }

  private Future<JobReport> outcome(JobReport before, Predicate<JobReport> isDone) {
    Promise<JobReport> done = Promise.promise();
    Instant end = clock.instant().plus(PATIENCE);
    vertx.setPeriodic(
        GLANCE_MILLIS,
        timer -> {
          judge(before, isDone, end, done);
          if (done.future().isComplete()) {
            vertx.cancelTimer(timer);
          }
        });
    return done.future();
  }

  private void judge(
      JobReport before, Predicate<JobReport> isDone, Instant end, Promise<JobReport> done) {
    String id = before.spec().id();
    Optional<JobReport> now = report(id);
    Optional<AcmeFailure> problem = now.flatMap(r -> r.state().setback().problem());
    if (now.filter(isDone).isPresent()) {
      done.complete(now.get());
    } else if (problem.isPresent()
        && !now.get().state().setback().equals(before.state().setback())) {
      done.fail(new Refusal(id + ": " + FailureAdvice.sentence(problem.get())));
    } else if (clock.instant().isAfter(end)) {
      done.fail(new Refusal(id + ": takes long; cert show " + id + " tells how it goes"));
    }
  }

  private static int generation(JobReport report) {
    return report.material().map(Material::generation).orElse(0);
  }

  /**
   * Revokes the certificate that serves.
   *
   * @param replace whether it is renewed first, so that it serves nobody any more
   */
  public Future<String> revoke(String id, String reason, boolean replace) {
    RevocationReason why = reason(reason).orElse(null);
    if (why == null) {
      return Future.failedFuture(
          new Refusal("\"%s\" is no reason (expected %s)".formatted(reason, reasons())));
    }
    return known(id)
        .compose(
            report ->
                revoke(report, why, replace)
                    .onSuccess(v -> scheduler.revoked(report.spec(), reason)))
        .map(v -> id + ": revoked" + (replace ? " and replaced" : "; it is still served"));
  }

  private Future<Void> revoke(JobReport report, RevocationReason why, boolean replace) {
    String id = report.spec().id();
    Function<String, Future<Void>> how =
        why == RevocationReason.KEY_COMPROMISE ? scheduler::renewWithAnotherKey : scheduler::renew;
    return scheduler
        .blocking(() -> blockingServed(id))
        .compose(
            served ->
                (replace ? replaced(report, how) : Future.succeededFuture(report))
                    .compose(v -> scheduler.blocking(() -> blockingRevoke(report, served, why))));
  }

  private Credential blockingServed(String id) {
    return store
        .blockingCurrent(id)
        .orElseThrow(() -> new Refusal(id + ": has no certificate yet"))
        .credential();
  }

  /** A key that is known to others is declared so by itself: the authority refuses it for ever. */
  private Void blockingRevoke(JobReport report, Credential served, RevocationReason why)
      throws AcmeProblem {
    String from = report.material().orElseThrow().origin().authority();
    Authority authority =
        report.spec().authorities().stream()
            .filter(known -> known.id().equals(from))
            .findFirst()
            .orElseThrow(() -> new Refusal(from + " is not configured any more"));
    if (why == RevocationReason.KEY_COMPROMISE) {
      return scheduler.worker().blockingRevokeByItsKey(authority, served, why);
    }
    scheduler.worker().blockingAccount(authority).blockingRevoke(served.leaf(), why);
    return null;
  }

  private static Optional<RevocationReason> reason(String text) {
    return REASONS.stream().filter(reason -> text(reason).equals(text)).findFirst();
  }

  /** Those that may be given, as RFC 5280 5.3.1 writes them. */
  private static String reasons() {
    return REASONS.stream().map(CertDesk::text).collect(Collectors.joining(", "));
  }

  private static String text(RevocationReason reason) {
    String[] words = reason.name().toLowerCase(Locale.ROOT).split("_", -1);
    return words[0]
        + Arrays.stream(words)
            .skip(1)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
  }

  /** Replaces the key of our account with an authority (RFC 8555 7.3.5). */
  public Future<String> rotateKey(Optional<String> authority) {
    return one(authority)
        .compose(
            known ->
                scheduler
                    .blocking(() -> scheduler.worker().blockingChangeKey(known))
                    .map(v -> known.id() + ": the account has a new key"));
  }

  /** Agrees to the terms of service of an authority (RFC 8555 7.3.3) and orders what waited. */
  public Future<String> agree(Optional<String> authority) {
    return one(authority)
        .compose(
            known ->
                scheduler
                    .blocking(() -> scheduler.worker().blockingAgree(known))
                    .compose(terms -> scheduler.unblock().map(v -> agreed(known, terms))));
  }

  private static String agreed(Authority authority, Optional<URI> terms) {
    return authority.id()
        + terms.map(at -> ": you have agreed to " + at).orElse(": has no terms of service");
  }

  /** Ends our account with an authority (RFC 8555 7.3.6); nothing is issued under it again. */
  public Future<String> deactivate(Optional<String> authority) {
    return one(authority)
        .compose(
            known ->
                scheduler
                    .blocking(() -> scheduler.worker().blockingDeactivate(known))
                    .map(v -> known.id() + ": the account is closed for good"));
  }

  private Future<Authority> one(Optional<String> id) {
    List<Authority> found =
        reports().stream()
            .map(JobReport::spec)
            .flatMap(spec -> spec.authorities().stream())
            .distinct()
            .filter(known -> id.isEmpty() || id.get().equals(known.id()))
            .toList();
    return found.size() == 1
        ? Future.succeededFuture(found.get(0))
        : Future.failedFuture(
            new Refusal(
                found.isEmpty()
                    ? "no certificate is ordered from " + id.orElse("any authority")
                    : "there are several authorities, say which by --ca"));
  }
}
