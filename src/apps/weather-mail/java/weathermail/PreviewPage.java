package weathermail;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kit.Form;
import kit.Kit;
import kit.Language;
import kit.Page;
import kit.mail.Letter;
import kit.weather.Cities;
import kit.weather.City;
import weathermail.Subscription.State;

/**
 * The letters of the morning, as they are on an invented day of each mood, for who runs the app.
 * Their links are made as always, but of a subscription that is in no database: they open nothing.
 */
final class PreviewPage {
  /** Of an origin of its own, without scripts: a letter is no page of the app's. */
  private static final String CONTENT =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';"
          + " frame-ancestors 'none'; base-uri 'none'; sandbox";

  private static final String NOBODY = "preview";
  private static final List<String> MOODS = Stream.of(Mood.values()).map(Mood::word).toList();
  private static final List<String> UNITS = Stream.of(Units.values()).map(Units::word).toList();

  private final Kit kit;
  private final Admins admins;
  private final MorningLetters letters;
  private final Cities cities;
  private final int days;
  private final Clock clock;

  /**
   * For one app.
   *
   * @param days how many letters come after this one
   */
  PreviewPage(
      Kit kit, Admins admins, MorningLetters letters, Cities cities, int days, Clock clock) {
    this.kit = kit;
    this.admins = admins;
    this.letters = letters;
    this.cities = cities;
    this.days = days;
    this.clock = clock;
  }

  void mount() {
    kit.get("/preview", this::answer);
  }

  private Future<Void> answer(RoutingContext ctx) {
    admins.check(ctx);
    Form form = asked(ctx);
    if (form.text("mood").isEmpty()) {
      return choose(ctx, form);
    }
    List<City> called = cities.called(form.text("city"));
    check(form, called);
    if (!form.isRight()) {
      ctx.response().setStatusCode(422);
      return choose(ctx, form);
    }
    return show(ctx, form, called.get(0));
  }

  private Form asked(RoutingContext ctx) {
    Form form = Form.of(ctx.queryParams());
    String lang = kit.pages().page(ctx).locale().getLanguage();
    form.with("city", either(form.text("city"), cities.all().get(0).label()));
    return form.with("lang", either(form.text("lang"), lang));
  }

  private static String either(String said, String usual) {
    return said.isEmpty() ? usual : said;
  }

  private static void check(Form form, List<City> called) {
    checkOneOf(form, "mood", MOODS);
    checkOneOf(form, "units", UNITS);
    checkOneOf(form, "lang", Language.ALL);
    SubscribePages.checkCity(form, called);
  }

  private static void checkOneOf(Form form, String field, List<String> allowed) {
    if (!form.text(field).isEmpty() && !allowed.contains(form.text(field))) {
      form.wrong(field, "problem.choice", String.join(", ", allowed));
    }
  }

  private Future<Void> choose(RoutingContext ctx, Form form) {
    Page page = kit.pages().page(ctx);
    Map<String, String> units = new LinkedHashMap<>();
    units.put("", page.text("units.usual"));
    units.putAll(named(UNITS, word -> page.text("units." + word)));
    return kit.pages()
        .show(
            ctx,
            "preview",
            Map.of(
                "form",
                form,
                "moods",
                named(MOODS, word -> page.text("mood." + word + ".greeting")),
                "units",
                units,
                "languages",
                named(Language.ALL, language -> page.text("kit.language." + language))));
  }

  private static Map<String, String> named(List<String> words, UnaryOperator<String> name) {
    Map<String, String> named = new LinkedHashMap<>();
    words.forEach(word -> named.put(word, name.apply(word)));
    return named;
  }

  private Future<Void> show(RoutingContext ctx, Form form, City city) {
    Letter letter = letter(ctx, form, city);
    boolean isText = form.text("as").equals("text");
    return ctx.response()
        .putHeader("content-security-policy", CONTENT)
        .putHeader("content-type", (isText ? "text/plain" : "text/html") + "; charset=utf-8")
        .end(isText ? letter.subject() + "\n\n" + letter.text() : html(letter));
  }

  private Letter letter(RoutingContext ctx, Form form, City city) {
    Mood mood = Mood.valueOf(form.text("mood").toUpperCase(Locale.ROOT));
    Page page = kit.pages().page(ctx);
    Wishes wishes = SubscribePages.wishes(form, city, page);
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, city.zone());
    return letters.write(
        nobody(city, wishes, page.absoluteUrl(""), today),
        city,
        today,
        Examples.of(mood, now),
        mood,
        now);
  }

  private Subscription nobody(City city, Wishes wishes, String base, LocalDate today) {
    return new Subscription(
        NOBODY, "", "", city.id(), wishes, base, State.ACTIVE, 0, today.plusDays(days), today);
  }

  /** A browser finds the picture inside the page, as a mail program does inside the letter. */
  private static String html(Letter letter) {
    String html = letter.html();
    for (Letter.Picture picture : letter.pictures()) {
      String png = Base64.getEncoder().encodeToString(picture.png().getBytes());
      html = html.replace("cid:" + picture.id(), "data:image/png;base64," + png);
    }
    return html;
  }
}
