package site.acme;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import site.acme.AcmeFailure.Kind;
import site.acme.CertEvent.Failed;
import site.acme.CertEvent.Issued;

/** Tells what happens to certificates, once and at the moment the outcome is known. */
final class Narrator {
  private final Clock clock;
  private final Consumer<CertNews> listener;
  private double warnAt = 0.1;

  Narrator(Clock clock, Consumer<CertNews> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /** The part of the lifetime that is left when warnings begin. */
  void warnAt(double fraction) {
    warnAt = fraction;
  }

  double warnAt() {
    return warnAt;
  }

  void tell(CertJob job, CertEvent event, CertAction next) {
    if (event instanceof Issued issued) {
      say(CertNews.Kind.OBTAINED, job, Optional.empty(), obtained(issued.material(), job));
    } else if (event instanceof Failed failed) {
      tellFailure(job, failed.failure(), next);
    } else if (event instanceof CertEvent.Ordered ordered) {
      say(
          CertNews.Kind.OBTAINING,
          job,
          Optional.empty(),
          "ordered from " + ordered.pending().authority());
    } else if (event instanceof CertEvent.Seen) {
      job.state()
          .problem()
          .filter(problem -> next instanceof CertAction.Rest)
          .ifPresent(problem -> tellFailure(job, problem, next));
    } else if (event instanceof CertEvent.Renewal renewal) {
      tellWindow(job, renewal);
    } else if (event instanceof CertEvent.Warned warned) {
      warn(job, warned.warning());
    }
  }

  private static String obtained(Material material, CertJob job) {
    return "certificate from %s, valid to %s, renewal about %s"
        .formatted(
            material.origin().authority(),
            minute(material.notAfter()),
            job.renewAt().map(Narrator::minute).orElse("never"));
  }

  private void tellFailure(CertJob job, AcmeFailure failure, CertAction next) {
    CertNews.Kind kind =
        failure.kind() == Kind.PERSON ? CertNews.Kind.BLOCKED : CertNews.Kind.FAILED;
    String then =
        next instanceof CertAction.Rest rest ? "; next try " + minute(rest.until()) : "; again now";
    say(
        kind,
        job,
        Optional.of(failure),
        FailureAdvice.sentence(failure) + then + job.material().map(this::left).orElse(""));
  }

  private String left(Material material) {
    Duration left = Duration.between(clock.instant(), material.notAfter());
    return left.isNegative()
        ? ", the certificate has expired"
        : ", the certificate is valid for another " + words(left);
  }

  private void tellWindow(CertJob job, CertEvent.Renewal renewal) {
    renewal
        .window()
        .flatMap(RenewalWindow::explanation)
        .filter(page -> job.state().outlook().window().equals(renewal.window()))
        .ifPresent(
            page ->
                say(
                    CertNews.Kind.RESCHEDULED,
                    job,
                    Optional.empty(),
                    "the authority wants it renewed about %s: %s"
                        .formatted(job.renewAt().map(Narrator::minute).orElse("now"), page)));
  }

  /** What there is to worry about and was not said today. */
  Optional<CertWarning> warning(CertJob job) {
    Instant now = clock.instant();
    return CertWarning.of(job.material(), job.state(), warnAt, now)
        .filter(warning -> CertWarning.isNews(job.state(), now));
  }

  private void warn(CertJob job, CertWarning warning) {
    Optional<AcmeFailure> problem = job.state().problem();
    String why = problem.map(p -> ": " + FailureAdvice.sentence(p)).orElse("");
    String what =
        switch (warning) {
          case FAILING -> failing(job);
          case EXPIRING -> "expires in " + words(left(job));
          case EXPIRED -> "has expired and is served for want of a better one";
        };
    say(CertNews.Kind.of(warning), job, problem, what + why);
  }

  private String failing(CertJob job) {
    String attempts = job.state().setback().failures() + " attempts in a row have failed";
    return (job.state().isBlocked() ? "waits for you" : attempts)
        + job.material().map(this::left).orElse(", there is no certificate yet");
  }

  private Duration left(CertJob job) {
    return Duration.between(clock.instant(), job.material().orElseThrow().notAfter());
  }

  private void say(CertNews.Kind kind, CertJob job, Optional<AcmeFailure> failure, String text) {
    listener.accept(new CertNews(kind, job.spec().id(), job.spec().names(), failure, text));
  }

  private static String minute(Instant at) {
    return at.truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC).toString().replace('T', ' ');
  }

  private static String words(Duration duration) {
    if (duration.toDays() >= 2) {
      return duration.toDays() + " days";
    }
    return duration.toHours() >= 2 ? duration.toHours() + " h" : duration.toMinutes() + " min";
  }
}
