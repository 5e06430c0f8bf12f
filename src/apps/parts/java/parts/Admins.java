package parts;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import kit.Failure;

/**
 * Who may change the catalogue. The server asks for name and password and says in a header whom it
 * let in; without a configured header there are no admin pages at all.
 */
final class Admins {
  private final Optional<String> header;

  Admins(String header) {
    this.header = Optional.ofNullable(header);
  }

  /** The name the server has verified; fails with 403 where there is none. */
  String user(RoutingContext ctx) {
    return header
        .map(name -> ctx.request().getHeader(name))
        .filter(user -> !user.isBlank())
        .orElseThrow(() -> new Failure(403, "nobody is logged in"));
  }
}
