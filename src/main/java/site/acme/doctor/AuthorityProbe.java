package site.acme.doctor;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import site.acme.Authority;

/** Asks an authority for its directory (RFC 8555 7.1.1), which needs no account. */
final class AuthorityProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration TOLERABLE_SKEW = Duration.ofMinutes(5);

  private final Clock clock;

  AuthorityProbe(Clock clock) {
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param identities what it calls itself in CAA records
   */
  record Answer(List<Finding> findings, Set<String> identities) {}

  Answer blockingAsk(Authority authority, HttpClient client) {
    try {
      HttpRequest request = HttpRequest.newBuilder(authority.directory()).timeout(PATIENCE).build();
      return judge(authority, client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return nothing(
          "%s cannot be reached at %s: %s"
              .formatted(authority.id(), authority.directory(), reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nothing("interrupted");
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Answer judge(Authority authority, HttpResponse<String> answer) {
    try {
      JsonObject directory = new JsonObject(answer.body());
      if (answer.statusCode() != 200 || !directory.containsKey("newOrder")) {
        return nothing(
            authority.directory() + " is no ACME directory (status " + answer.statusCode() + ")");
      }
      List<Finding> findings = new ArrayList<>();
      findings.add(Finding.good(authority.id() + " can be reached"));
      answer.headers().firstValue("date").map(this::clock).ifPresent(findings::add);
      return new Answer(findings, identities(directory));
    } catch (DecodeException e) {
      return nothing(authority.directory() + " is no ACME directory (no JSON)");
    }
  }

  private Finding clock(String date) {
    try {
      Duration skew =
          Duration.between(
              ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
              clock.instant());
      return skew.abs().compareTo(TOLERABLE_SKEW) < 0
          ? Finding.good("the clock is right")
          : Finding.bad(
              "the clock is %d minutes %s that of the authority"
                  .formatted(skew.abs().toMinutes(), skew.isNegative() ? "behind" : "ahead of"));
    } catch (DateTimeException e) {
      return Finding.doubtful("the authority's Date header cannot be read: " + date);
    }
  }

  private static Set<String> identities(JsonObject directory) {
    JsonArray names =
        directory.getJsonObject("meta", new JsonObject()).getJsonArray("caaIdentities");
    return names == null
        ? Set.of()
        : names.stream().map(Object::toString).collect(Collectors.toUnmodifiableSet());
  }

  private static Answer nothing(String sentence) {
    return new Answer(List.of(Finding.bad(sentence)), Set.of());
  }
}
