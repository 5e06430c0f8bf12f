package weathermail;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kit.Kit;
import kit.jobs.Jobs;
import kit.jobs.Schedule;
import kit.mail.Mail;
import kit.mail.Outbox;
import kit.mail.Receivers;
import kit.weather.CallLog;
import kit.weather.Cities;
import kit.weather.CityFile;
import kit.weather.Weather;
import site.app.AppContext;

/**
 * The morning's weather by mail, to who asked for it and confirmed. Without configuration the
 * weather is simulated and letters become files.
 */
public final class WeatherMailVerticle extends VerticleBase {
  private static final List<String> FILES = List.of("mail.css", "mail.js");
  private static final int USUAL_DAYS = 10;

  private final AppContext app;
  private final Clock clock;
  private Kit kit;
  private Outbox outbox;
  private Jobs jobs;

  public WeatherMailVerticle(AppContext app) {
    this(app, Clock.systemUTC());
  }

  /** By another clock than the system's. */
  public WeatherMailVerticle(AppContext app, Clock clock) {
    this.app = app;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    return CityFile.of(vertx, config(), app.data())
        .compose(listed -> start(new Cities(listed, CityFile.own())));
  }

  private Future<?> start(Cities cities) {
    Weather weather = Weather.of(config(), clock);
    List<String> demo = weather.isSimulated() ? List.of("demo.weather") : List.of();
    kit = Kit.of(WeatherMailVerticle.class, vertx, app, config(), clock, FILES, demo);
    kit.first(Subscriptions.TABLES::run);
    kit.health().uses("weather", weather::trouble);
    outbox = Mail.of(kit, "Morning Sky").outbox();
    jobs = Jobs.of(kit);
    Links links = new Links(kit.signer());
    int days = config().getInteger("days", USUAL_DAYS);
    var letters =
        new MorningLetters(
            new Phrases(kit.pages().texts(), links, weather.isSimulated(), days), links);
    schedule(
        new Sending(
            kit.database(),
            weather.source(vertx, CallLog.NONE),
            cities,
            outbox,
            letters,
            rules(),
            clock,
            app.counters()),
        cities);
    mount(cities, links, weather, letters, days);
    return letters.draw(vertx).compose(v -> kit.start());
  }

  private void mount(
      Cities cities, Links links, Weather weather, MorningLetters letters, int days) {
    Subscriptions subscriptions = new Subscriptions(kit.database(), clock);
    Membership membership =
        new Membership(
            kit.database(),
            subscriptions,
            outbox,
            new Letters(kit.pages().texts(), links),
            links,
            cities,
            days);
    new SubscribePages(
            kit,
            membership,
            cities,
            Receivers.blockingOf(vertx, config(), app.data()),
            Optional.ofNullable(config().getString("url")))
        .mount();
    new ManagePages(kit, membership, new Leaving(subscriptions, outbox), cities).mount();
    new CityPages(kit, cities).mount();
    Admins admins = new Admins(Optional.ofNullable(config().getString("admin-header")));
    new PreviewPage(kit, admins, letters, cities, days, clock).mount();
    new StatsPage(kit, new Rounds(kit.database()), outbox, jobs, weather, admins).mount();
  }

  private void schedule(Sending sending, Cities cities) {
    jobs.add("letters", Schedule.every(Duration.ofMinutes(5)), sending::run);
    jobs.add(
        "forget",
        Schedule.every(Duration.ofHours(1)),
        new Forgetting(kit.database(), outbox, cities, clock)::run);
  }

  private Function<Day, Mood> rules() {
    String rules = config().getString("rules", "moods");
    return switch (rules) {
      case "moods" -> Mood::of;
      case "classic" -> Mood::classic;
      default ->
          throw new IllegalArgumentException("rules: \"" + rules + "\" (expected moods, classic)");
    };
  }

  @Override
  public Future<?> stop() {
    return kit.stop();
  }
}
