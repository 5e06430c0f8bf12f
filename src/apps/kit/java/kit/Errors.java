package kit;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an answer: a page, or {@code problem+json} (K17). */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
  private static final int[] STATUSES = {
    400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 422, 429, 500, 503
  };

  private final Pages pages;
  private final Allowed allowed;

  Errors(Pages pages, Allowed allowed) {
    this.pages = pages;
    this.allowed = allowed;
  }

  void of(Router router) {
    for (int status : STATUSES) {
      router.errorHandler(status, this::answer);
    }
  }

  private void answer(RoutingContext ctx) {
    int status = status(ctx);
    if (status >= 500) {
      LOG.warn(
          "{} {} {} request={}",
          status,
          ctx.request().method(),
          ctx.normalizedPath(),
          RequestIds.of(ctx),
          ctx.failure());
    }
    if (ctx.response().headWritten()) {
      ctx.request().connection().close();
      return;
    }
    ctx.response().setStatusCode(status).putHeader("cache-control", "no-store");
    if (status == 405) {
      ctx.response().putHeader("allow", allowed.at(ctx.normalizedPath()));
    }
    if (status == 503) {
      ctx.response().putHeader("retry-after", "5");
    }
    if (prefersJson(ctx)) {
      problem(ctx, status);
    } else {
      pages.show(ctx, "kit/error", Map.of("status", status));
    }
  }

  static int status(RoutingContext ctx) {
    if (ctx.failure() instanceof Failure failure) {
      return failure.status();
    }
    if (ctx.failure() instanceof HttpException failure) {
      return failure.getStatusCode();
    }
    return ctx.statusCode() > 0 ? ctx.statusCode() : 500;
  }

  private void problem(RoutingContext ctx, int status) {
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank") // RFC 9457 4.2.1: the status says it all
            .put("title", pages.page(ctx).text("error." + status + ".title"))
            .put("status", status)
            .put("instance", "urn:request:" + RequestIds.of(ctx));
    ctx.response().putHeader("content-type", "application/problem+json").end(problem.toBuffer());
  }

  /** Browsers name HTML; programs that ask for JSON do not, or prefer it. */
  static boolean prefersJson(RoutingContext ctx) {
    float json = 0;
    float html = 0;
    for (MIMEHeader accepted : ctx.parsedHeaders().accept()) {
      if (accepted.subComponent().endsWith("json")) {
        json = Math.max(json, accepted.weight());
      } else if (accepted.subComponent().equals("html")) {
        html = Math.max(html, accepted.weight());
      }
    }
    return json > html;
  }
}
