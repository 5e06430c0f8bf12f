package site.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a certificate does, for monitoring. Pure.
 *
 * @param level exit code of {@code cert check}: 0 well, 1 look at it, 2 clients are refused
 */
record CertHealth(int level, String text) {

  /**
   * Judges one certificate.
   *
   * @param warnAt part of the lifetime that is left when it gets worrying
   */
  static CertHealth of(JsonObject certificate, double warnAt, Instant now) {
    String id = certificate.getString("id");
    String why = problem(certificate).map(problem -> " (" + problem + ")").orElse("");
    if (!certificate.containsKey("notAfter")) {
      return new CertHealth(2, id + ": there is none yet" + why);
    }
    Instant end = Instant.parse(certificate.getString("notAfter"));
    if (!now.isBefore(end)) {
      return new CertHealth(2, id + ": expired at " + end + why);
    }
    Duration life = Duration.between(Instant.parse(certificate.getString("notBefore")), end);
    Instant worrying = end.minusMillis((long) (life.toMillis() * warnAt));
    if (!now.isBefore(worrying)) {
      return new CertHealth(1, id + ": expires at " + end + why);
    }
    return why.isEmpty()
        ? new CertHealth(0, id + ": valid until " + end)
        : new CertHealth(1, id + ": cannot be renewed" + why);
  }

  private static Optional<String> problem(JsonObject certificate) {
    return Optional.ofNullable(certificate.getJsonObject("problem"))
        .map(problem -> problem.getString("detail"));
  }
}
