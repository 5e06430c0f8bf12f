package weathermail;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kit.EmailAddress;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.Language;
import kit.Page;
import kit.mail.Receivers;
import kit.mail.Receivers.Answer;
import kit.weather.Cities;
import kit.weather.City;
import weathermail.Links.Purpose;
import weathermail.Membership.Confirmed;

/** The form, and the link of the letter that asks whether it was meant. */
final class SubscribePages {
  static final int BODY = 8 * 1024;

  private static final int USUAL_HOUR = 8;
  private static final int SUGGESTIONS = 5;
  private static final List<String> MOODS = Stream.of(Mood.values()).map(Mood::word).toList();

  private final Kit kit;
  private final Membership membership;
  private final Cities cities;
  private final Receivers receivers;
  private final Optional<String> url;

  /**
   * For one app.
   *
   * @param url where letters say the app is; empty for where the visitor found it
   */
  SubscribePages(
      Kit kit, Membership membership, Cities cities, Receivers receivers, Optional<String> url) {
    this.kit = kit;
    this.membership = membership;
    this.cities = cities;
    this.receivers = receivers;
    this.url = url;
  }

  void mount() {
    kit.get("/moods/:mood", SubscribePages::picture);
    kit.get("/", ctx -> show(ctx, empty(ctx), List.of()));
    kit.post("/", BODY, this::asked);
    kit.get("/sent", ctx -> kit.pages().show(ctx, "sent", Map.of()));
    kit.get("/confirm", this::confirm);
    kit.post("/confirm", BODY, this::confirmed);
  }

  private Form empty(RoutingContext ctx) {
    Page page = kit.pages().page(ctx);
    return Form.empty()
        .with("hour", Integer.toString(USUAL_HOUR))
        .with("lang", page.locale().getLanguage());
  }

  private Future<Void> show(RoutingContext ctx, Form form, List<City> choice) {
    return kit.pages()
        .show(
            ctx,
            "start",
            Map.of("form", form, "choice", choice, "days", membership.days(), "moods", MOODS));
  }

  private Future<?> asked(RoutingContext ctx) {
    Form form = kit.forms().readFromPerson(ctx);
    form.with("email", either(form, "email", "i_email"));
    form.with("city", either(form, "city", "i_city"));
    Optional<EmailAddress> email = EmailAddress.of(form.text("email"));
    List<City> called = called(form);
    check(form, email, called);
    return checkDomain(form, email)
        .compose(
            v ->
                form.isRight()
                    ? ask(ctx, form, email.orElseThrow(), called.get(0))
                    : refuse(ctx, form, called));
  }

  private Future<Void> refuse(RoutingContext ctx, Form form, List<City> called) {
    ctx.response().setStatusCode(422);
    return show(ctx, form, suggested(form, called));
  }

  private Future<Void> ask(RoutingContext ctx, Form form, EmailAddress email, City city) {
    return membership
        .ask(
            email.address(),
            city,
            wishes(form, city, kit.pages().page(ctx)),
            base(ctx),
            String.valueOf(ctx.request().remoteAddress().hostAddress()))
        .onSuccess(v -> kit.counters().count("subscribed"))
        .compose(v -> kit.seeOther(ctx, "/sent"));
  }

  /** The fields had other names once. */
  private static String either(Form form, String name, String old) {
    return form.text(name).isEmpty() ? form.text(old) : form.text(name);
  }

  private List<City> called(Form form) {
    String id = form.text("cityId");
    if (id.matches("\\d{1,15}")) {
      return cities.byId(Long.parseLong(id)).stream().toList();
    }
    return form.text("city").isEmpty() ? List.of() : cities.called(form.text("city"));
  }

  private List<City> suggested(Form form, List<City> called) {
    boolean isMisspelt = called.isEmpty() && !form.text("city").isEmpty();
    return isMisspelt ? cities.like(form.text("city"), SUGGESTIONS) : called;
  }

  private static void check(Form form, Optional<EmailAddress> email, List<City> called) {
    if (email.isEmpty()) {
      form.wrong("email", "problem.email");
    }
    checkCity(form, called);
    checkWishes(form);
    if (!form.isChecked("consent")) {
      form.wrong("consent", "problem.consent");
    }
  }

  static void checkCity(Form form, List<City> called) {
    if (called.isEmpty()) {
      form.wrong("city", "problem.city");
    } else if (called.size() > 1) {
      form.wrong("city", "problem.ambiguous", called.size(), form.text("city"));
    }
  }

  private Future<Form> checkDomain(Form form, Optional<EmailAddress> email) {
    return email
        .map(receivers::check)
        .orElseGet(() -> Future.succeededFuture(Answer.WELCOME))
        .map(answer -> told(form, answer));
  }

  private static Form told(Form form, Answer answer) {
    if (answer == Answer.THROW_AWAY) {
      form.wrong("email", "problem.provider");
    } else if (answer == Answer.NOWHERE) {
      form.wrong("email", "problem.email");
    }
    return form;
  }

  static void checkWishes(Form form) {
    if (!form.text("hour").isEmpty() && !form.text("hour").matches("[01]?\\d|2[0-3]")) {
      form.wrong("hour", "problem.hour");
    }
  }

  /** What is not said is as usual. */
  static Wishes wishes(Form form, City city, Page page) {
    String hour = form.text("hour");
    String lang = form.text("lang");
    return new Wishes(
        hour.isEmpty() ? USUAL_HOUR : Integer.parseInt(hour),
        Units.of(form.text("units")).orElse(Units.usualIn(city.country())),
        Language.ALL.contains(lang) ? lang : page.locale().getLanguage(),
        Weekdays.ALL);
  }

  private String base(RoutingContext ctx) {
    return url.orElseGet(() -> kit.pages().page(ctx).absoluteUrl(""));
  }

  /** Programs that scan mail open its links, so the link alone changes nothing. */
  private Future<?> confirm(RoutingContext ctx) {
    String token = token(ctx);
    return membership
        .open(Purpose.CONFIRM, token)
        .compose(
            link -> {
              Subscription subscription = link.subscription();
              if (link.isUsed() || subscription.isConfirmed()) {
                return done(ctx, new Confirmed(subscription, false));
              }
              return kit.pages()
                  .show(
                      ctx,
                      "confirm",
                      Map.of("token", token, "city", membership.city(subscription).label()));
            });
  }

  private Future<?> confirmed(RoutingContext ctx) {
    return membership
        .confirm(kit.forms().read(ctx).text("t"))
        .onSuccess(confirmed -> kit.counters().count("confirmed"))
        .compose(confirmed -> done(ctx, confirmed));
  }

  private Future<Void> done(RoutingContext ctx, Confirmed confirmed) {
    return kit.pages()
        .show(
            ctx,
            "confirmed",
            Map.of(
                "isNew",
                confirmed.isNew(),
                "plan",
                Plan.of(confirmed.subscription(), membership, kit.pages().page(ctx))));
  }

  private static Future<Void> picture(RoutingContext ctx) {
    return ctx.response()
        .putHeader("content-type", "image/svg+xml")
        .putHeader("cache-control", "public, max-age=86400")
        .end(Drawings.of(mood(ctx.pathParam("mood"))).svg());
  }

  private static Mood mood(String file) {
    return Stream.of(Mood.values())
        .filter(mood -> file.equals(mood.word() + ".svg"))
        .findFirst()
        .orElseThrow(() -> new Failure(404, "no such picture"));
  }

  static String token(RoutingContext ctx) {
    return Optional.ofNullable(ctx.queryParams().get("t")).orElse("");
  }
}
