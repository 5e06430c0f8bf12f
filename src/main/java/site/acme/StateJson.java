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
import site.acme.JobState.Course;
import site.acme.JobState.Outlook;
import site.acme.JobState.Setback;
import site.config.ChallengeKind;

/** A job's state as text. */
final class StateJson {
  private StateJson() {}

  static String text(JobState state) {
    JsonObject json =
        new JsonObject()
            .put("madeFor", state.madeFor())
            .put("setback", setback(state.setback()))
            .put("course", course(state.course()))
            .put("outlook", outlook(state.outlook()))
            .put("issued", new JsonArray(state.issued().stream().map(Instant::toString).toList()));
    state.pending().ifPresent(pending -> json.put("pending", pending(pending)));
    return json.encodePrettily() + "\n";
  }

  /** Fails with a RuntimeException when it is not the text of a state. */
  static JobState parse(String text) {
    JsonObject json = new JsonObject(text);
    return new JobState(
        json.getString("madeFor"),
        setback(json.getJsonObject("setback")),
        course(json.getJsonObject("course")),
        object(json, "pending").map(StateJson::pending),
        outlook(json.getJsonObject("outlook")),
        strings(json, "issued").map(Instant::parse).toList());
  }

  private static JsonObject setback(Setback setback) {
    JsonObject json = new JsonObject().put("failures", setback.failures());
    setback.nextAttempt().ifPresent(at -> json.put("nextAttempt", at.toString()));
    setback.problem().ifPresent(problem -> json.put("problem", problem(problem)));
    setback.warned().ifPresent(at -> json.put("warned", at.toString()));
    return json;
  }

  private static Setback setback(JsonObject json) {
    return new Setback(
        json.getInteger("failures"),
        instant(json, "nextAttempt"),
        object(json, "problem").map(StateJson::problem),
        instant(json, "warned"));
  }

  private static JsonObject course(Course course) {
    JsonObject json =
        new JsonObject()
            .put("trial", course.trial())
            .put("authority", course.authority())
            .put("healed", course.healed())
            .put("withoutReplaces", course.withoutReplaces());
    course.proven().ifPresent(kind -> json.put("proven", kind.text()));
    course.failed().ifPresent(kind -> json.put("failed", kind.text()));
    course.rehearsed().ifPresent(at -> json.put("rehearsed", at.toString()));
    return json;
  }

  private static Course course(JsonObject json) {
    return new Course(
        json.getBoolean("trial"),
        json.getInteger("authority"),
        string(json, "proven").flatMap(ChallengeKind::of),
        string(json, "failed").flatMap(ChallengeKind::of),
        json.getBoolean("healed"),
        json.getBoolean("withoutReplaces"),
        instant(json, "rehearsed"));
  }

  private static JsonObject outlook(Outlook outlook) {
    JsonObject json = new JsonObject().put("jitter", outlook.jitter());
    outlook.nextLook().ifPresent(at -> json.put("nextLook", at.toString()));
    outlook.window().ifPresent(window -> json.put("window", window(window)));
    return json;
  }

  private static Outlook outlook(JsonObject json) {
    return new Outlook(
        object(json, "window").map(StateJson::window),
        instant(json, "nextLook"),
        json.getDouble("jitter"));
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
