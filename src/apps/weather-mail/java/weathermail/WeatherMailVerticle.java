package weathermail;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import kit.Kit;
import kit.mail.Mail;
import kit.mail.Outbox;
import kit.weather.Cities;
import kit.weather.CityFile;
import site.app.AppContext;

/** The morning's weather by mail, to who asked for it and confirmed. */
public final class WeatherMailVerticle extends VerticleBase {
  private static final List<String> FILES = List.of("mail.css", "mail.js");
  private static final int USUAL_DAYS = 10;

  private final AppContext app;
  private final Clock clock;
  private Kit kit;
  private Mail mail;

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
    kit = Kit.of(WeatherMailVerticle.class, vertx, app, config(), clock, FILES, List.of());
    String salt = kit.signer().sign("mail", "salt");
    mail = Mail.of("Morning Sky", vertx, kit.database(), config(), app.outbox(), salt, clock);
    Cities cities = new Cities(CityFile.own());
    Links links = new Links(kit.signer());
    Subscriptions subscriptions = new Subscriptions(clock);
    Membership membership =
        new Membership(
            kit.database(),
            subscriptions,
            mail.outbox(),
            new Letters(kit.pages().texts(), links),
            links,
            cities,
            config().getInteger("days", USUAL_DAYS));
    kit.get("/mailbox", mail::showMailbox);
    new SubscribePages(kit, membership, cities, Optional.ofNullable(config().getString("url")))
        .mount();
    new ManagePages(kit, membership).mount();
    new CityPages(kit, cities).mount();
    return kit.database()
        .start(
            database ->
                Subscriptions.TABLES.run(database).compose(v -> Outbox.TABLES.run(database)))
        .compose(
            v ->
                vertx
                    .createHttpServer()
                    .requestHandler(kit.router())
                    .listen(config().getInteger("port", 8000)))
        .onSuccess(v -> mail.start());
  }

  @Override
  public Future<?> stop() {
    return mail.stop().compose(v -> kit.database().close());
  }
}
