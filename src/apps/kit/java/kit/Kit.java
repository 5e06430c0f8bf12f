package kit;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import site.app.AppContext;
import site.app.Counters;

/**
 * What the apps have in common, put together for one of them: its pages, forms, static files,
 * database and health, and a router that has the answers every app gives. It knows what has to be
 * done before the app answers, beside that, and at its end.
 */
public final class Kit {
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'",
          "x-content-type-options",
          "nosniff",
          "referrer-policy",
          "same-origin",
          "permissions-policy",
          "camera=(), geolocation=(), microphone=()",
          "cache-control",
          "private, no-cache",
          "vary",
          "accept-language, cookie");

  /** Answers a request; a failed future or an exception becomes an error page. */
  public interface Answer {
    Future<?> to(RoutingContext ctx);
  }

  private static final int PORT = 8000;

  private final Vertx vertx;
  private final AppContext context;
  private final JsonObject config;
  private final Clock clock;
  private final Signer signer;
  private final Forms forms;
  private final Pages pages;
  private final Router router;
  private final Database database;
  private final Health health = new Health();
  private final Allowed allowed = new Allowed();
  private final List<Function<Database, Future<?>>> first = new ArrayList<>();
  private final List<Ongoing> beside = new ArrayList<>();

  private Kit(
      Vertx vertx,
      AppContext context,
      JsonObject config,
      Clock clock,
      Signer signer,
      Forms forms,
      Pages pages) {
    this.vertx = vertx;
    this.context = context;
    this.config = config;
    this.clock = clock;
    this.signer = signer;
    this.forms = forms;
    this.pages = pages;
    this.router = Router.router(vertx);
    this.database = Database.of(vertx, config.getJsonObject("database"));
  }

  /**
   * @param app the app's verticle: its texts and static files lie beside this class
   * @param files names of its static files
   * @param demo keys of texts that say what is only invented so far
   */
  public static Kit of(
      Class<?> app,
      Vertx vertx,
      AppContext context,
      JsonObject config,
      Clock clock,
      List<String> files,
      List<String> demo) {
    Signer signer = Signer.blockingOf(context.data());
    Forms forms = new Forms(signer, new Tokens(), clock);
    Assets assets = new Assets(clock.instant()).add(app, files);
    Pages pages =
        new Pages(
            app, deployment(context, config, signer), Texts.besides(app), assets, forms, demo);
    Kit kit = new Kit(vertx, context, config, clock, signer, forms, pages);
    kit.answerAsAll(assets);
    return kit;
  }

  /**
   * Names what pages depend on besides their subjects; signed, as passwords are configured, too.
   */
  private static String deployment(AppContext context, JsonObject config, Signer signer) {
    return signer.sign("deployment", context.digest() + config.encode());
  }

  private void answerAsAll(Assets assets) {
    router.route().handler(Kit::headers);
    new Errors(pages, allowed).of(router);
    health.needs("database", database::ping);
    get("/healthz", health::live);
    get("/readyz", health::ready);
    get("/static/*", assets::answer);
    get("/privacy", ctx -> pages.show(ctx, "kit/privacy", Map.of()));
  }

  private static void headers(RoutingContext ctx) {
    HEADERS.forEach(ctx.response()::putHeader);
    ctx.next();
  }

  /** Answers GET and HEAD. */
  public void get(String path, Answer answer) {
    allowed.add(path, "GET", "HEAD");
    router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(of(answer));
  }

  /** Answers POST with a body of at most so many bytes. */
  public void post(String path, int bodyLimit, Answer answer) {
    allowed.add(path, "POST");
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(bodyLimit))
        .handler(of(answer));
  }

  private static Handler<RoutingContext> of(Answer answer) {
    return ctx -> {
      Future<?> done;
      try {
        done = answer.to(ctx);
      } catch (RuntimeException failure) {
        done = Future.failedFuture(failure);
      }
      done.onFailure(ctx::fail);
    };
  }

  /** Where to go after a POST (303), so that reloading the page does not post again. */
  public Future<Void> seeOther(RoutingContext ctx, String path) {
    return ctx.response()
        .setStatusCode(303)
        .putHeader("location", AppContext.url(ctx.request(), path))
        .end();
  }

  /** It is elsewhere now, and stays there (308). */
  public Future<Void> moved(RoutingContext ctx, String path) {
    return ctx.response()
        .setStatusCode(308)
        .putHeader("location", AppContext.url(ctx.request(), path))
        .end();
  }

  /** Something to be done before the first question to the database, in the order given. */
  public void first(Function<Database, Future<?>> preparation) {
    first.add(preparation);
  }

  /** Something that goes on while the app answers. */
  public void beside(Ongoing ongoing) {
    beside.add(ongoing);
  }

  public Future<Void> start() {
    return start(new HttpServerOptions());
  }

  /** Prepares the database, or waits for one; listens, and begins what goes on beside that. */
  public Future<Void> start(HttpServerOptions options) {
    return database
        .start(this::prepare)
        .compose(
            v ->
                vertx
                    .createHttpServer(options)
                    .requestHandler(router)
                    .listen(config.getInteger("port", PORT)))
        .onSuccess(v -> beside.forEach(Ongoing::start))
        .mapEmpty();
  }

  private Future<Void> prepare(Database unprepared) {
    Future<Void> done = Future.succeededFuture();
    for (Function<Database, Future<?>> preparation : first) {
      done = done.compose(v -> preparation.apply(unprepared)).mapEmpty();
    }
    return done;
  }

  /** Ends what was begun, the last first. */
  public Future<Void> stop() {
    List<Ongoing> lastFirst = new ArrayList<>(beside);
    Collections.reverse(lastFirst);
    Future<Void> ended = Future.succeededFuture();
    for (Ongoing ongoing : lastFirst) {
      ended = ended.eventually(ongoing::stop);
    }
    return ended.eventually(database::close);
  }

  /** What the app counts, for the server's metrics. */
  public Counters counters() {
    return context.counters();
  }

  public Vertx vertx() {
    return vertx;
  }

  public AppContext context() {
    return context;
  }

  /** What is configured for the app. */
  public JsonObject config() {
    return config;
  }

  public Clock clock() {
    return clock;
  }

  public Pages pages() {
    return pages;
  }

  public Forms forms() {
    return forms;
  }

  public Database database() {
    return database;
  }

  public Signer signer() {
    return signer;
  }

  public Health health() {
    return health;
  }
}
