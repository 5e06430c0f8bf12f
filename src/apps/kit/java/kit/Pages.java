package kit;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the pages of one app from its templates, which the build has compiled. */
public final class Pages {
  private static final Duration YEAR = Duration.ofDays(365);

  private final TemplateEngine templates;
  private final Texts texts;
  private final Assets assets;
  private final Forms forms;
  private final List<String> demo;

  Pages(Class<?> app, Texts texts, Assets assets, Forms forms, List<String> demo) {
    this.templates =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, app.getClassLoader(), app.getPackageName() + ".pages");
    this.texts = texts;
    this.assets = assets;
    this.forms = forms;
    this.demo = List.copyOf(demo);
  }

  /** What the templates of this request share; remembers a language or theme just chosen. */
  public Page page(RoutingContext ctx) {
    Page page = ctx.get(Page.class.getName());
    if (page == null) {
      page = new Page(this, ctx, locale(ctx), theme(ctx));
      ctx.put(Page.class.getName(), page);
    }
    return page;
  }

  /** Answers with a template, which is given the page and these parameters. */
  public Future<Void> show(RoutingContext ctx, String template, Map<String, Object> parameters) {
    return ctx.response()
        .putHeader("content-type", "text/html; charset=utf-8")
        .end(html(ctx, template, parameters));
  }

  public String html(RoutingContext ctx, String template, Map<String, Object> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("page", page(ctx));
    StringOutput html = new StringOutput(16 * 1024);
    templates.render(template + ".jte", all, html);
    return html.toString();
  }

  public Texts texts() {
    return texts;
  }

  Assets assets() {
    return assets;
  }

  Forms forms() {
    return forms;
  }

  List<String> demo() {
    return demo;
  }

  private static Locale locale(RoutingContext ctx) {
    String chosen = ctx.queryParams().get("lang");
    Language.known(chosen).ifPresent(language -> Cookies.write(ctx, "lang", language, YEAR));
    String cookie = Cookies.read(ctx, "lang").orElse(null);
    return Language.choose(chosen, cookie, ctx.request().getHeader("accept-language"));
  }

  private static Theme theme(RoutingContext ctx) {
    var chosen = Theme.of(ctx.queryParams().get("theme"));
    chosen.ifPresent(theme -> Cookies.write(ctx, "theme", theme.word(), YEAR));
    return chosen.or(() -> Cookies.read(ctx, "theme").flatMap(Theme::of)).orElse(Theme.AUTO);
  }
}
