package site.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import site.acme.AcmeProblem;
import site.acme.StoredReports;
import site.admin.AdminClient.Answer;
import site.admin.CertJson;
import site.admin.HomeLock;
import site.config.Home;

/** Certificates as the running server tells of them, or as they lie on disk while none runs. */
final class CertificateSource {
  private final HomeOptions options;

  CertificateSource(HomeOptions options) {
    this.options = options;
  }

  List<JsonObject> blockingAll() throws AcmeProblem {
    JsonArray all = isServing() ? blockingAsk() : blockingRead();
    return all.stream().map(JsonObject.class::cast).toList();
  }

  JsonObject blockingOne(String id) throws AcmeProblem {
    Optional<JsonObject> found =
        blockingAll().stream().filter(json -> json.getString("id").equals(id)).findFirst();
    return found.orElseThrow(
        () -> new IllegalStateException("no certificate " + id + " (see cert list)"));
  }

  private boolean isServing() {
    return HomeLock.holder(Home.of(options.directory(), System::getenv).data())
        .flatMap(holder -> ProcessHandle.of(holder.pid()))
        .isPresent();
  }

  private JsonArray blockingAsk() {
    Answer answer = RunningServer.of(options).blockingAsk("GET", "/cert", "application/json");
    if (!answer.isSuccess()) {
      throw new IllegalStateException(answer.body().strip());
    }
    return new JsonArray(answer.body());
  }

  private JsonArray blockingRead() throws AcmeProblem {
    CertificateHome kept = new CertificateHome(options);
    return CertJson.of(
        new StoredReports(kept.store(), kept.policy(), kept.config().tls().acme()).blockingRead());
  }
}
