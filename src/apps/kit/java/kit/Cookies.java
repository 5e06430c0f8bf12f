package kit;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import site.app.AppContext;

/** Cookies below the app's mount path, seen by the server only. */
public final class Cookies {
  private Cookies() {}

  public static Optional<String> read(RoutingContext ctx, String name) {
    return Optional.ofNullable(ctx.request().getCookie(name)).map(Cookie::getValue);
  }

  public static void write(RoutingContext ctx, String name, String value, Duration age) {
    ctx.response()
        .addCookie(
            Cookie.cookie(name, value)
                .setPath(AppContext.url(ctx.request(), "/"))
                .setMaxAge(age.toSeconds())
                .setHttpOnly(true)
                .setSecure("https".equals(ctx.request().scheme()))
                .setSameSite(CookieSameSite.LAX));
  }
}
