package weathermail;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import kit.Kit;
import kit.jobs.Jobs;
import kit.jobs.Jobs.Run;
import kit.mail.Outbox;
import kit.weather.Weather;

/** How it is going, in numbers, for who runs it: names nobody. */
final class StatsPage {
  private static final int RUNS = 10;

  private final Kit kit;
  private final Rounds rounds;
  private final Outbox outbox;
  private final Jobs jobs;
  private final Weather weather;
  private final Admins admins;

  StatsPage(Kit kit, Rounds rounds, Outbox outbox, Jobs jobs, Weather weather, Admins admins) {
    this.kit = kit;
    this.rounds = rounds;
    this.outbox = outbox;
    this.jobs = jobs;
    this.weather = weather;
    this.admins = admins;
  }

  void mount() {
    kit.get("/stats", this::show);
  }

  private Future<?> show(RoutingContext ctx) {
    admins.check(ctx);
    return Future.all(rounds.states(), outbox.counts(), rounds.missed(), jobs.latest(RUNS))
        .compose(
            all ->
                kit.pages()
                    .show(
                        ctx,
                        "stats",
                        Map.of(
                            "states", all.resultAt(0),
                            "letters", all.resultAt(1),
                            "missed", all.resultAt(2),
                            "runs", lines(all.resultAt(3)),
                            "weather", weather.trouble())));
  }

  private static List<String> lines(List<Run> runs) {
    return runs.stream()
        .map(
            run ->
                String.join(
                    " ",
                    time(run.started()),
                    run.name() + ":",
                    run.ok() ? Integer.toString(run.items()) : run.error()))
        .toList();
  }

  private static String time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toString();
  }
}
