package weathermail;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import kit.Failure;

/**
 * Who may see how the app is run: whom the server has let in.
 *
 * @param header in which the server names who is logged in; without one nobody enters
 */
record Admins(Optional<String> header) {
  /** Fails with 403 for everybody else. */
  void check(RoutingContext ctx) {
    if (header.map(name -> ctx.request().getHeader(name)).isEmpty()) {
      throw new Failure(403, "not for everybody");
    }
  }
}
