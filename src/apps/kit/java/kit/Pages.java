package kit;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import gg.jte.output.Utf8ByteOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Writes the pages of one app from its templates, which the build has compiled. */
public final class Pages {
  private static final Duration YEAR = Duration.ofDays(365);

  private static final int ROOM = 4 * 1024 * 1024;
  private static final String HTML = "text/html; charset=utf-8";

  private final String deployment;
  private final TemplateEngine templates;
  private final Texts texts;
  private final Assets assets;
  private final Forms forms;
  private final List<String> demo;
  private final Numbers numbers = new Numbers();
  private final KeptAnswers kept = new KeptAnswers(ROOM);

  /**
   * @param deployment names the code that writes the pages, and its configuration
   */
  Pages(
      Class<?> app, String deployment, Texts texts, Assets assets, Forms forms, List<String> demo) {
    this.deployment = deployment;
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
    return ctx.response().putHeader("content-type", HTML).end(bytes(ctx, template, parameters));
  }

  /**
   * As {@link #show}, for a page that is the same for everybody until its subject changes: it is
   * written once for each address, language and theme. A form cannot be on it.
   *
   * @param version changes with the subject
   */
  public Future<Void> showKept(
      RoutingContext ctx, long version, String template, Supplier<Map<String, Object>> parameters) {
    return answerKept(ctx, version, HTML, () -> bytes(ctx, template, parameters.get()));
  }

  /** As {@link #showKept}, for what is no page. */
  public Future<Void> answerKept(
      RoutingContext ctx, long version, String type, Supplier<Buffer> written) {
    Page page = page(ctx);
    String depends = deployment + "|" + version + "|" + page.variant();
    String etag = "W/\"" + Tokens.hash(type, depends).substring(0, 20) + "\"";
    return kept.answer(ctx, type, etag, () -> page.forEverybody(written));
  }

  private Buffer bytes(RoutingContext ctx, String template, Map<String, Object> parameters) {
    Utf8ByteOutput html = new Utf8ByteOutput();
    render(ctx, template, parameters, html);
    return Buffer.buffer(html.toByteArray());
  }

  public String html(RoutingContext ctx, String template, Map<String, Object> parameters) {
    StringOutput html = new StringOutput();
    render(ctx, template, parameters, html);
    return html.toString();
  }

  private void render(
      RoutingContext ctx, String template, Map<String, Object> parameters, TemplateOutput output) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("page", page(ctx));
    templates.render(template + ".jte", all, output);
  }

  public Texts texts() {
    return texts;
  }

  Numbers numbers() {
    return numbers;
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
