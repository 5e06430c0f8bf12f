package parts;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kit.Kit;
import kit.Migrations;
import kit.mail.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.AppContext;

/** Rigboard: a catalogue of parts, and a builder that knows which of them fit together. */
public final class PartsVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PartsVerticle.class);
  private static final Migrations TABLES =
      Migrations.of(PartsVerticle.class, List.of("V001__tables"));
  private static final List<String> FILES =
      List.of(
          "css/base.css",
          "css/main.css",
          "css/table.css",
          "css/order.css",
          "js/main.js",
          "js/table.js",
          "images/ccmainbanner-1.svg",
          "images/Monitors-cover-1.svg",
          "images/cpu.svg",
          "images/gpu.svg",
          "images/motherboard.svg",
          "images/pc_case.svg",
          "images/power_supply.svg",
          "images/ram.svg",
          "images/ssd.svg",
          "images/hdd.svg");

  /** Of one field of a form: an imported list is one. */
  private static final HttpServerOptions ROOM_FOR_LISTS =
      new HttpServerOptions().setMaxFormAttributeSize(AdminLists.BODY);

  private static final int DEFAULT_QUOTE_DAYS = 180;
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);

  private final AppContext app;
  private Kit kit;

  public PartsVerticle(AppContext app) {
    this.app = app;
  }

  @Override
  public Future<?> start() {
    Clock clock = Clock.systemUTC();
    kit = Kit.of(PartsVerticle.class, vertx, app, config(), clock, FILES, List.of("demo.parts"));
    Parts parts = new Parts(kit.database(), clock);
    Builds builds = new Builds(kit.database(), clock);
    Quotes quotes = new Quotes(kit.database(), kit.signer(), clock);
    Audit audit = new Audit(kit.database(), clock);
    Admins admins = new Admins(config().getString("admin-header"));

    kit.first(TABLES::run);
    kit.first(database -> parts.fillWhenEmpty(database.unprepared()));
    new CataloguePages(kit, parts, builds).mount();
    new BuilderPages(kit, parts, builds).mount();
    new OrderPages(
            kit,
            parts,
            builds,
            quotes,
            new Letters(kit, clock),
            Mail.of(kit, "Rigboard").outbox(),
            Optional.ofNullable(config().getString("shop-mail")))
        .mount();
    new AdminPages(kit, parts, audit, admins).mount();
    new AdminLists(kit, parts, quotes, audit, admins).mount();
    redirectOldNames();

    Duration kept = Duration.ofDays(config().getInteger("quote-days", DEFAULT_QUOTE_DAYS));
    return kit.start(ROOM_FOR_LISTS)
        .onSuccess(v -> vertx.setPeriodic(0, HOUR, timer -> forget(quotes, kept)));
  }

  private static void forget(Quotes quotes, Duration kept) {
    quotes
        .forget(kept)
        .onSuccess(
            count -> {
              if (count > 0) {
                LOG.info("{} old quotes deleted", count);
              }
            })
        .onFailure(failure -> LOG.debug("old quotes stay for now: {}", failure.getMessage()));
  }

  /** The pictures had other names once, which others may have kept. */
  private void redirectOldNames() {
    for (String picture : List.of("ccmainbanner-1", "Monitors-cover-1")) {
      kit.get(
          "/static/images/" + picture + ".jpg",
          ctx -> kit.moved(ctx, "/static/images/" + picture + ".svg"));
    }
  }

  @Override
  public Future<?> stop() {
    return kit.stop();
  }
}
