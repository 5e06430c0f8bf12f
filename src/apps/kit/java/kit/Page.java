package kit;

import io.vertx.ext.web.RoutingContext;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import site.app.AppContext;

/** What every template may ask: texts in the reader's language, links that fit the mount path. */
public final class Page {
  private final Pages pages;
  private final RoutingContext ctx;
  private final Locale locale;
  private final Theme theme;

  Page(Pages pages, RoutingContext ctx, Locale locale, Theme theme) {
    this.pages = pages;
    this.ctx = ctx;
    this.locale = locale;
    this.theme = theme;
  }

  public String text(String key, Object... arguments) {
    return pages.texts().say(locale, key, arguments);
  }

  /** A path of the app as the browser must write it (K1). */
  public String url(String path) {
    return AppContext.url(ctx.request(), path);
  }

  /** As {@link #url}, with scheme and host: for what leaves the page. */
  public String absoluteUrl(String path) {
    return ctx.request().scheme() + "://" + ctx.request().authority() + url(path);
  }

  /** A static file under the name that changes with its content. */
  public String asset(String path) {
    return url(pages.assets().hashedPath(path));
  }

  /** This page with another value of one parameter. */
  public String here(String parameter, String value) {
    return Query.of(ctx.queryParams()).with(parameter, value).below(url(ctx.normalizedPath()));
  }

  public Locale locale() {
    return locale;
  }

  public List<String> languages() {
    return Language.ALL;
  }

  public Theme theme() {
    return theme;
  }

  /** The sources that invent what they say; the strip on top names them. */
  public List<String> demo() {
    return pages.demo();
  }

  public String csrf() {
    return pages.forms().token(ctx);
  }

  public String shown() {
    return pages.forms().shown();
  }

  public String requestId() {
    return RequestIds.of(ctx);
  }

  public boolean isAt(String path) {
    return ctx.normalizedPath().equals(path);
  }

  public String number(Number number) {
    return NumberFormat.getInstance(locale).format(number);
  }

  public String money(long cents, String currency) {
    NumberFormat format = NumberFormat.getCurrencyInstance(region());
    format.setCurrency(Currency.getInstance(currency));
    return format.format(cents / 100.0);
  }

  public String date(Instant instant) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(region())
        .format(instant.atZone(ZoneId.of("UTC")));
  }

  /** A language alone does not say where a currency's sign stands. */
  private Locale region() {
    return locale.getLanguage().equals("de") ? Locale.GERMANY : Locale.UK;
  }
}
