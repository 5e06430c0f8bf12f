package kit;

import io.vertx.ext.web.RoutingContext;

/** The name of a request in error pages and the log: the server's where it gives one. */
final class RequestIds {
  private static final String FIELD = "X-Request-Id";
  private static final Tokens RANDOM = new Tokens();

  private RequestIds() {}

  static String of(RoutingContext ctx) {
    String id = ctx.get(FIELD);
    if (id == null) {
      String given = ctx.request().getHeader(FIELD);
      id = given != null && given.matches("[A-Za-z0-9._-]{1,64}") ? given : RANDOM.next();
      ctx.put(FIELD, id);
      ctx.response().putHeader(FIELD, id);
    }
    return id;
  }
}
