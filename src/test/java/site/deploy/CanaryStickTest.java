package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.RolloutConfig;

/** An exchange that is asked twice, as one that had to wait is. */
class CanaryStickTest {
  @TempDir Path home;

  @Test
  void anExchangeDrawsOnceIsToldOnceAndCountedOnce() throws Exception {
    Path jar = AppJar.answering("request.response().end();").pack(home.resolve("app.jar"));
    try (Host host = new Host(home)) {
      ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
      SourceFolder sources = new SourceFolder("c", new AppPlatform()::blockingCompiler);
      RevisionStore store = new RevisionStore(home.resolve("data/apps/c"), sources);
      Starter starter =
          new Starter(
              (VertxInternal) host.vertx(),
              "c",
              store,
              clock,
              new LeakCheck(clock, LeakCheck.Times.USUAL));
      AppRevision old = starter.blockingStart(Host.config(jar), jar);
      AppRevision fresh = starter.blockingStart(Host.config(jar), jar);
      var limits =
          new RolloutConfig.Canary(0.5, Duration.ofHours(1), Optional.empty(), Optional.empty());
      Canary canary = new Canary(new Candidate(fresh, "", Candidate.Files.NEW), old, limits);
      List<List<Boolean>> draws = new CopyOnWriteArrayList<>();
      host.onExchange(x -> draws.add(List.of(canary.draws(x), canary.draws(x))));
      host.deploy(Host.config(jar));

      for (int i = 0; i < 30; i++) {
        assertThat(host.get("/").headers().allValues("set-cookie")).hasSize(1);
      }

      assertThat(draws).hasSize(30).allMatch(pair -> pair.get(0).equals(pair.get(1)));
      Host.until(() -> canary.state().fresh().requests() + canary.state().old().requests() == 30);
      Host.await(starter.stop(old));
      Host.await(starter.stop(fresh));
      clock.shutdownNow();
    }
  }
}
