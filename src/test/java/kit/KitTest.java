package kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parts.PartsVerticle;
import site.Ports;
import site.SettableClock;
import site.app.AppContext;
import site.app.Commands;
import site.app.Counters;
import site.apps.Visitor;

/** What is put together for an app. */
class KitTest {
  private final int port = Ports.free();
  @TempDir Path folder;

  @Test
  void anotherInstanceThatStartsLaterGivesAPageTheSameTag() throws Exception {
    String tag = tag("digest", "one", "2027-03-10T06:30:00.999Z");

    assertThat(tag("digest", "one", "2027-03-10T06:30:01.001Z")).isEqualTo(tag);
  }

  @ParameterizedTest
  @CsvSource({"other files, one", "digest, other settings"})
  void otherFilesOrSettingsGiveItAnother(String digest, String setting) throws Exception {
    String tag = tag("digest", "one", "2027-03-10T06:30:00Z");

    assertThat(tag(digest, setting, "2027-03-10T06:30:00Z")).isNotEqualTo(tag);
  }

  /** Of a page of an app with these files and settings, started at this time. */
  private String tag(String digest, String setting, String time) throws Exception {
    Vertx vertx = Vertx.vertx();
    AppContext context =
        new AppContext("app", 1, digest, folder, folder, new Counters(), new Commands());
    Kit kit =
        Kit.of(
            PartsVerticle.class,
            vertx,
            context,
            new JsonObject().put("setting", setting).put("port", port),
            new SettableClock(time),
            List.of(),
            List.of());
    kit.get(
        "/page",
        ctx -> kit.pages().answerKept(ctx, 7, "text/plain", () -> Buffer.buffer("a page")));
    kit.start().await(30, TimeUnit.SECONDS);
    try {
      return tag();
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }

  private String tag() throws Exception {
    return new Visitor(URI.create("http://127.0.0.1:" + port + "/"))
        .get("page")
        .headers()
        .firstValue("etag")
        .orElseThrow();
  }
}
