package site.acme;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.MalformedURLException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import site.acme.AcmeFailure.Kind;
import site.config.ChallengeKind;

/** A job's state as text. */
final class StateJson {
  private StateJson() {}

  static String text(JobState state) {
    JsonObject json =
        new JsonObject()
            .put("failures", state.failures())
            .put("trialNext", state.trialNext())
            .put("authority", state.authority())
            .put("healed", state.healed())
            .put("withoutReplaces", state.withoutReplaces())
            .put("jitter", state.jitter())
            .put("issued", new JsonArray(state.issued().stream().map(Instant::toString).toList()));
    state.nextAttempt().ifPresent(at -> json.put("nextAttempt", at.toString()));
    state.nextLook().ifPresent(at -> json.put("nextLook", at.toString()));
    state.proven().ifPresent(kind -> json.put("proven", kind.text()));
    state.failedKind().ifPresent(kind -> json.put("failedKind", kind.text()));
    state.problem().ifPresent(problem -> json.put("problem", problem(problem)));
    state.pending().ifPresent(pending -> json.put("pending", pending(pending)));
    state.window().ifPresent(window -> json.put("window", window(window)));
    return json.encodePrettily() + "\n";
  }

  /** Fails with a RuntimeException when it is not the text of a state. */
  static JobState parse(String text) {
    JsonObject json = new JsonObject(text);
    return new JobState(
        json.getInteger("failures"),
        instant(json, "nextAttempt"),
        object(json, "problem").map(StateJson::problem),
        object(json, "pending").map(StateJson::pending),
        json.getBoolean("trialNext"),
        json.getInteger("authority"),
        string(json, "proven").flatMap(ChallengeKind::of),
        string(json, "failedKind").flatMap(ChallengeKind::of),
        json.getBoolean("healed"),
        json.getBoolean("withoutReplaces"),
        object(json, "window").map(StateJson::window),
        instant(json, "nextLook"),
        json.getDouble("jitter"),
        strings(json, "issued").map(Instant::parse).toList());
  }

  private static JsonObject problem(AcmeFailure problem) {
    JsonObject json =
        new JsonObject()
            .put("kind", problem.kind().name())
            .put("type", problem.type())
            .put("detail", problem.detail())
            .put("names", new JsonArray(problem.names()));
    problem.retryAfter().ifPresent(after -> json.put("retryAfter", after.toString()));
    return json;
  }

  private static AcmeFailure problem(JsonObject json) {
    return new AcmeFailure(
        Kind.valueOf(json.getString("kind")),
        json.getString("type"),
        json.getString("detail"),
        string(json, "retryAfter").map(Duration::parse),
        strings(json, "names").toList());
  }

  private static JsonObject pending(PendingOrder pending) {
    JsonObject json =
        new JsonObject()
            .put("authority", pending.authority())
            .put("url", pending.url().toString())
            .put("trial", pending.trial());
    pending.kind().ifPresent(kind -> json.put("kind", kind.text()));
    return json;
  }

  private static PendingOrder pending(JsonObject json) {
    return new PendingOrder(
        json.getString("authority"),
        url(json.getString("url")),
        json.getBoolean("trial"),
        string(json, "kind").flatMap(ChallengeKind::of),
        PendingOrder.Step.NOTHING);
  }

  private static JsonObject window(RenewalWindow window) {
    JsonObject json =
        new JsonObject()
            .put("certificate", window.certificate())
            .put("start", window.start().toString())
            .put("end", window.end().toString());
    window.explanation().ifPresent(page -> json.put("explanation", page));
    return json;
  }

  private static RenewalWindow window(JsonObject json) {
    return new RenewalWindow(
        json.getString("certificate"),
        Instant.parse(json.getString("start")),
        Instant.parse(json.getString("end")),
        string(json, "explanation"));
  }

  private static URL url(String text) {
    try {
      return new URL(text);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<Instant> instant(JsonObject json, String key) {
    return string(json, key).map(Instant::parse);
  }

  private static Optional<String> string(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key));
  }

  private static Optional<JsonObject> object(JsonObject json, String key) {
    return Optional.ofNullable(json.getJsonObject(key));
  }

  private static Stream<String> strings(JsonObject json, String key) {
    return Optional.ofNullable(json.getJsonArray(key)).map(JsonArray::getList).stream()
        .flatMap(list -> ((List<?>) list).stream())
        .map(String.class::cast);
  }
}
