package kit;

import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import site.app.AppContext;

/** What every template may ask: texts in the reader's language, links that fit the mount path. */
public final class Page {
  private final Pages pages;
  private final RoutingContext ctx;
  private final Locale locale;
  private final Theme theme;
  private boolean isForEverybody;

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
    refuseForEverybody();
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
    refuseForEverybody();
    return pages.forms().token(ctx);
  }

  public String shown() {
    refuseForEverybody();
    return pages.forms().shown();
  }

  public String requestId() {
    refuseForEverybody();
    return RequestIds.of(ctx);
  }

  public boolean isAt(String path) {
    return ctx.normalizedPath().equals(path);
  }

  public String number(Number number) {
    return pages.numbers().number(locale, number);
  }

  public String money(long cents, String currency) {
    return pages.numbers().money(region(), cents, currency);
  }

  public String date(Instant instant) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(region())
        .format(instant.atZone(ZoneId.of("UTC")));
  }

  /** What this writes says nothing that another request would not be told. */
  <T> T forEverybody(Supplier<T> written) {
    isForEverybody = true;
    try {
      return written.get();
    } finally {
      isForEverybody = false; // an error page names its request
    }
  }

  private void refuseForEverybody() {
    if (isForEverybody) {
      throw new IllegalStateException("a page that is kept is for everybody, this is not");
    }
  }

  /**
   * All of the request that a page for everybody depends on. The address may have any character in
   * it, so it is the last.
   */
  String variant() {
    return String.join("|", url("/"), locale.getLanguage(), theme.word(), ctx.request().uri());
  }

  /** A language alone does not say where a currency's sign stands. */
  private Locale region() {
    return locale.getLanguage().equals("de") ? Locale.GERMANY : Locale.UK;
  }
}
