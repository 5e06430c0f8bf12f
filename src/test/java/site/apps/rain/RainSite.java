package site.apps.rain;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import rain.RainVerticle;
import site.Await;
import site.app.Command;
import site.app.Commands;
import site.apps.AppSite;

/** The app alone, with its collector and its commands. */
final class RainSite extends AppSite {
  RainSite(Path folder, Clock clock, JsonObject settings, JsonObject config)
      throws TimeoutException {
    super("rain", folder, settings, config, app -> new RainVerticle(app, clock));
  }

  /** What it has counted. */
  Map<String, Long> events() {
    return app().counters().numbers();
  }

  /** What a command of the app returned and said. */
  record Said(int code, List<String> lines) {}

  /** Tells the app, as the server would. */
  Said command(String name, String... arguments) throws Exception {
    Commands.Offer offer = app().commands().find(name).orElseThrow();
    List<String> lines = new CopyOnWriteArrayList<>();
    Promise<Integer> code = Promise.promise();
    offer
        .context()
        .runOnContext(
            v -> {
              try {
                offer.command().run(new Told(List.of(arguments), lines)).onComplete(code);
              } catch (Exception e) {
                code.fail(e);
              }
            });
    return new Said(await(code.future()), lines);
  }

  private record Told(List<String> arguments, List<String> lines) implements Command.Call {
    @Override
    public void say(String line) {
      lines.add(line);
    }

    @Override
    public boolean isOver() {
      return false;
    }
  }

  /** When so many runs of the collector are over. */
  void awaitRuns(int runs) {
    Await.until(
        () -> {
          try {
            return number("SELECT COUNT(*) FROM job_run WHERE name = 'collect'") >= runs;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
