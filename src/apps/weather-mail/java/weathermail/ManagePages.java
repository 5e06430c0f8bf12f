package weathermail;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.Page;
import kit.weather.Cities;
import kit.weather.City;
import weathermail.Links.Purpose;
import weathermail.Subscription.State;

/** Where subscribers change what they get, take their data, and leave. */
final class ManagePages {
  private final Kit kit;
  private final Membership membership;
  private final Leaving leaving;
  private final Cities cities;

  ManagePages(Kit kit, Membership membership, Leaving leaving, Cities cities) {
    this.kit = kit;
    this.membership = membership;
    this.leaving = leaving;
    this.cities = cities;
  }

  void mount() {
    kit.get("/manage", this::manage);
    kit.post("/manage", SubscribePages.BODY, this::managed);
    kit.get("/manage/data.json", this::export);
    kit.get("/deleted", ctx -> kit.pages().show(ctx, "deleted", Map.of()));
    kit.get("/unsubscribe", this::unsubscribe);
    kit.post("/unsubscribe", SubscribePages.BODY, this::unsubscribed);
    kit.post("/unsubscribe/undo", SubscribePages.BODY, this::undone);
  }

  private Future<?> manage(RoutingContext ctx) {
    String token = SubscribePages.token(ctx);
    return membership
        .mine(token)
        .compose(mine -> show(ctx, token, mine, form(mine, membership.city(mine))));
  }

  private static Form form(Subscription subscription, City city) {
    Wishes wishes = subscription.wishes();
    Form form =
        Form.empty()
            .with("city", city.label())
            .with("hour", Integer.toString(wishes.hour()))
            .with("units", wishes.units().word())
            .with("lang", wishes.lang());
    wishes.weekdays().words().forEach(day -> form.with(day, "on"));
    return form;
  }

  private static Weekdays weekdays(Form form) {
    return Weekdays.of(day -> form.isChecked(Weekdays.word(day)));
  }

  private Future<Void> show(RoutingContext ctx, String token, Subscription mine, Form form) {
    Page page = kit.pages().page(ctx);
    return kit.pages()
        .show(
            ctx,
            "manage",
            Map.of(
                "token",
                token,
                "form",
                form,
                "isPaused",
                mine.state() == State.PAUSED,
                "days",
                membership.days(),
                "plan",
                Plan.of(mine, membership, page),
                "weekdays",
                names(page.locale())));
  }

  /** What the days are called, in the order of the week. */
  private static Map<String, String> names(Locale locale) {
    Map<String, String> names = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      names.put(Weekdays.word(day), day.getDisplayName(TextStyle.FULL_STANDALONE, locale));
    }
    return names;
  }

  private Future<?> managed(RoutingContext ctx) {
    Form form = kit.forms().read(ctx);
    String token = form.text("t");
    return switch (form.text("do")) {
      case "save" -> save(ctx, form, token);
      case "pause" -> change(ctx, token, Subscription::paused);
      case "extend" -> change(ctx, token, membership::active);
      case "delete" -> membership.delete(token).compose(v -> kit.seeOther(ctx, "/deleted"));
      default -> throw new Failure(400, "no such change");
    };
  }

  private Future<Void> save(RoutingContext ctx, Form form, String token) {
    SubscribePages.checkWishes(form);
    if (weekdays(form).isEmpty()) {
      form.wrong("weekdays", "problem.weekdays");
    }
    return membership
        .mine(token)
        .compose(
            mine -> {
              List<City> called = called(form, mine);
              SubscribePages.checkCity(form, called);
              return form.isRight()
                  ? move(ctx, form, mine, called.get(0))
                  : refuse(ctx, form, mine);
            });
  }

  /** Whoever says nothing stays where they are. */
  private List<City> called(Form form, Subscription mine) {
    return form.text("city").isEmpty()
        ? List.of(membership.city(mine))
        : cities.called(form.text("city"));
  }

  private Future<Void> move(RoutingContext ctx, Form form, Subscription mine, City to) {
    String token = form.text("t");
    Wishes wishes = SubscribePages.wishes(form, to, kit.pages().page(ctx)).on(weekdays(form));
    return membership
        .move(token, to, wishes)
        .compose(
            moved -> {
              if (moved) {
                return saved(ctx, token);
              }
              form.wrong("city", "problem.already");
              return refuse(ctx, form, mine);
            });
  }

  private Future<Void> refuse(RoutingContext ctx, Form form, Subscription mine) {
    ctx.response().setStatusCode(422);
    return show(ctx, form.text("t"), mine, form);
  }

  private Future<Void> change(
      RoutingContext ctx, String token, UnaryOperator<Subscription> change) {
    return membership.change(token, change).compose(v -> saved(ctx, token));
  }

  private Future<Void> saved(RoutingContext ctx, String token) {
    return kit.seeOther(ctx, "/manage?t=" + token + "&saved");
  }

  /** All that is kept of a subscriber (K15). */
  private Future<?> export(RoutingContext ctx) {
    return membership
        .mine(SubscribePages.token(ctx))
        .compose(
            mine ->
                ctx.response()
                    .putHeader("content-type", "application/json")
                    .putHeader("cache-control", "no-store")
                    .putHeader("content-disposition", "attachment; filename=\"subscription.json\"")
                    .end(data(mine).encodePrettily()));
  }

  private JsonObject data(Subscription mine) {
    return new JsonObject()
        .put("email", mine.email())
        .put("city", membership.city(mine).label())
        .put("hour", mine.wishes().hour())
        .put("weekdays", new JsonArray(mine.wishes().weekdays().words()))
        .put("units", mine.wishes().units().word())
        .put("language", mine.wishes().lang())
        .put("state", mine.state().name())
        .put("endsOn", mine.endsOn().toString())
        .put("lastDay", mine.lastDate().toString());
  }

  private Future<?> unsubscribe(RoutingContext ctx) {
    String token = SubscribePages.token(ctx);
    return membership
        .open(Purpose.UNSUBSCRIBE, token)
        .compose(
            link ->
                kit.pages()
                    .show(
                        ctx,
                        link.subscription().state() == State.ENDED ? "left" : "unsubscribe",
                        Map.of("token", token)));
  }

  /**
   * RFC 8058 3.1: a mail program posts this by itself, without a cookie, and follows no redirect.
   * The token says who leaves; a person's button needs no more than that, either.
   */
  private Future<?> unsubscribed(RoutingContext ctx) {
    String token = SubscribePages.token(ctx);
    boolean isOneClick = "One-Click".equals(ctx.request().formAttributes().get("List-Unsubscribe"));
    return leaving
        .leave(token)
        .onSuccess(v -> kit.counters().count("left"))
        .compose(
            v ->
                isOneClick
                    ? ctx.response().putHeader("content-type", "text/plain").end()
                    : kit.pages().show(ctx, "left", Map.of("token", token)));
  }

  private Future<?> undone(RoutingContext ctx) {
    return leaving
        .comeBack(kit.forms().read(ctx).text("t"))
        .compose(v -> kit.pages().show(ctx, "back", Map.of()));
  }
}
