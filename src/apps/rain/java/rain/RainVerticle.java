package rain;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import kit.Kit;
import kit.jobs.Jobs;
import kit.jobs.Schedule;
import kit.mail.Mail;
import kit.mail.Outbox;
import kit.weather.CallGate;
import kit.weather.Cities;
import kit.weather.City;
import kit.weather.CityFile;
import kit.weather.Weather;
import kit.weather.WeatherSource;
import site.app.AppContext;

/**
 * Past rain. Without configuration the weather is simulated; with {@code weather: {key: …}} it is
 * OpenWeatherMap's.
 */
public final class RainVerticle extends VerticleBase {
  private static final int SIMULATED_DAYS = 400;

  private final AppContext app;
  private final Clock clock;
  private Kit kit;

  public RainVerticle(AppContext app) {
    this(app, Clock.systemUTC());
  }

  /** By another clock than the system's. */
  public RainVerticle(AppContext app, Clock clock) {
    this.app = app;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    return CityFile.of(vertx, config(), app.data())
        .compose(listed -> start(Places.of(config(), listed)));
  }

  private Future<?> start(Cities places) {
    Weather weather = Weather.of(config(), clock);
    List<String> demo = weather.isSimulated() ? List.of("demo.weather") : List.of();
    kit =
        Kit.of(
            RainVerticle.class, vertx, app, config(), clock, List.of("rain.css", "rain.js"), demo);
    RainStore store = new RainStore(kit.database(), clock);
    kit.first(RainStore.TABLES::run);
    kit.health().uses("weather", weather::trouble);
    WeatherSource source = weather.source(vertx, store::count);
    Results results = new Results(store, Thresholds.of(config(), places), clock);
    Jobs jobs = jobs(store, results, places, source, weather.gate());
    Backfill backfill = new Backfill(store, source, weather.gate(), clock);
    app.commands()
        .offer("backfill", Order.USAGE, call -> BackfillCommand.run(backfill, places, clock, call));
    new BackfillPages(
            kit, backfill, places, clock, Optional.ofNullable(config().getString("admin-header")))
        .add();
    new StatusPage(kit, places, store, jobs, weather.gate(), clock).add();
    new RainPages(kit, places, store, results, clock).add();
    return kit.start();
  }

  private Jobs jobs(
      RainStore store, Results results, Cities places, WeatherSource source, CallGate gate) {
    Outbox outbox = Mail.of(kit, "Rain").outbox();
    int days = config().getInteger("simulated-days", SIMULATED_DAYS);
    Collector collector = new Collector(store, source, places, days, clock, app.counters());
    Alerts alerts =
        new Alerts(
            kit.database(),
            store,
            results,
            outbox,
            kit.pages().texts(),
            wanted(places),
            clock,
            app.counters());
    Confirmation confirmation =
        new Confirmation(store, source, gate, named("confirm-4h", config(), places), clock);
    Jobs all = Jobs.of(kit);
    all.add(
        "collect",
        Schedule.every(Duration.ofMinutes(5)),
        () ->
            store
                .know(places.all())
                .compose(v -> collector.collect())
                .compose(asked -> confirmation.run().map(asked))
                .compose(asked -> alerts.check().map(asked)));
    all.add("forget letters", Schedule.daily(LocalTime.of(3, 10)), outbox::purge);
    return all;
  }

  private Alerts.Wanted wanted(Cities places) {
    JsonObject alert = config().getJsonObject("alert", new JsonObject());
    return new Alerts.Wanted(
        alert.getString("to", ""), named("places", alert, places), alert.getString("url", ""));
  }

  private static List<City> named(String setting, JsonObject config, Cities places) {
    return config.getJsonArray(setting, new JsonArray()).stream()
        .map(
            slug ->
                places
                    .bySlug(slug.toString())
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                setting + ": \"" + slug + "\" is not watched")))
        .toList();
  }

  @Override
  public Future<?> stop() {
    return kit.stop();
  }
}
