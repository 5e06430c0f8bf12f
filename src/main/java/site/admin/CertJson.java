package site.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import site.acme.AcmeFailure;
import site.acme.JobReport;
import site.acme.JobState;
import site.acme.Material;
import site.acme.RenewalWindow;

/** Certificates as programs see them: the answer of the admin socket and of {@code --json}. */
public final class CertJson {
  private CertJson() {}

  public static JsonArray of(List<JobReport> reports) {
    JsonArray all = new JsonArray();
    reports.forEach(report -> all.add(of(report)));
    return all;
  }

  /** All there is to know about one. */
  public static JsonObject of(JobReport report) {
    JsonObject json =
        new JsonObject()
            .put("id", report.spec().id())
            .put("names", new JsonArray(report.spec().names()))
            .put("activity", report.activity());
    report.material().ifPresent(material -> put(json, material));
    report.renewAt().ifPresent(at -> json.put("renewAt", at.toString()));
    put(json, report.state());
    return json;
  }

  private static void put(JsonObject json, Material material) {
    json.put("authority", material.origin().authority())
        .put("imported", material.origin().imported())
        .put("generation", material.generation())
        .put("notBefore", material.notBefore().toString())
        .put("notAfter", material.notAfter().toString());
    material.key().ifPresent(key -> json.put("key", key.text()));
    material.origin().account().ifPresent(account -> json.put("account", account));
  }

  private static void put(JsonObject json, JobState state) {
    JobState.Setback setback = state.setback();
    json.put("failures", setback.failures());
    setback.nextAttempt().ifPresent(at -> json.put("nextAttempt", at.toString()));
    setback.problem().ifPresent(problem -> json.put("problem", of(problem)));
    state.outlook().window().ifPresent(window -> json.put("renewalWindow", of(window)));
    JsonArray issued = new JsonArray();
    state.issued().forEach(at -> issued.add(at.toString()));
    json.put("issuedLately", issued);
  }

  private static JsonObject of(AcmeFailure problem) {
    return new JsonObject()
        .put("kind", problem.kind().name())
        .put("type", problem.type())
        .put("detail", problem.detail());
  }

  private static JsonObject of(RenewalWindow window) {
    JsonObject json =
        new JsonObject()
            .put("start", window.start().toString())
            .put("end", window.end().toString());
    window.explanation().ifPresent(page -> json.put("explanation", page.toString()));
    return json;
  }
}
