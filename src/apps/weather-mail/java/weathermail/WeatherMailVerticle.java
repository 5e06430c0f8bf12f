package weathermail;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kit.Database;
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
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int USUAL_DAYS = 10;

  private final AppContext app;
  private final Clock clock;
  private Kit kit;
  private Mail mail;
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
    String salt = kit.signer().sign("mail", "salt");
    mail = Mail.of("Morning Sky", vertx, kit.database(), config(), app, salt, clock);
    kit.health().uses("mail", mail::trouble);
    kit.health().uses("weather", weather::trouble);
    jobs = new Jobs(vertx, kit.database(), clock);
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
            mail.outbox(),
            letters,
            rules(),
            clock,
            app.counters()),
        cities);
    mount(cities, links, weather, letters, days);
    return letters
        .draw(vertx)
        .compose(v -> kit.database().start(WeatherMailVerticle::prepare))
        .compose(
            v ->
                vertx
                    .createHttpServer()
                    .requestHandler(kit.router())
                    .listen(config().getInteger("port", 8000)))
        .onSuccess(v -> begin());
  }

  private static Future<?> prepare(Database database) {
    return Subscriptions.TABLES
        .run(database)
        .compose(v -> Jobs.TABLES.run(database))
        .compose(v -> Outbox.TABLES.run(database));
  }

  private void begin() {
    jobs.start(LOOK);
    mail.start();
  }

  private void mount(
      Cities cities, Links links, Weather weather, MorningLetters letters, int days) {
    Subscriptions subscriptions = new Subscriptions(clock);
    Membership membership =
        new Membership(
            kit.database(),
            subscriptions,
            mail.outbox(),
            new Letters(kit.pages().texts(), links),
            links,
            cities,
            days);
    kit.get("/mailbox", mail::showMailbox);
    new SubscribePages(
            kit,
            membership,
            cities,
            Receivers.blockingOf(vertx, config(), app.data()),
            Optional.ofNullable(config().getString("url")))
        .mount();
    new ManagePages(
            kit, membership, new Leaving(kit.database(), subscriptions, mail.outbox()), cities)
        .mount();
    new CityPages(kit, cities).mount();
    Admins admins = new Admins(Optional.ofNullable(config().getString("admin-header")));
    new PreviewPage(kit, admins, letters, cities, days, clock).mount();
    new StatsPage(kit, new Rounds(kit.database()), mail.outbox(), jobs, weather, admins).mount();
  }

  private void schedule(Sending sending, Cities cities) {
    jobs.add("letters", Schedule.every(Duration.ofMinutes(5)), sending::run);
    jobs.add(
        "forget",
        Schedule.every(Duration.ofHours(1)),
        new Forgetting(kit.database(), mail.outbox(), cities, clock)::run);
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
    return jobs.stop().compose(v -> mail.stop()).compose(v -> kit.database().close());
  }
}
