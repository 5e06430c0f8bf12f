package site.app;

import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;

/**
 * What an app may want to know of the server it runs in. A verticle whose constructor takes one
 * parameter of this type is given it; a verticle without such a constructor runs as well.
 *
 * @param name the app's name in the configuration
 * @param revision counts the versions of the app that were started, from 1
 * @param digest names the files it runs: SHA-256 over their names and contents, hexadecimal. The
 *     same files have the same after a restart, and for all instances; empty where no server is
 *     around
 * @param data a folder of the app's own that outlives revisions and restarts
 * @param outbox where letters of the app go that are not sent, {@code data/outbox/NAME} of the
 *     server; made by whoever puts one in
 * @param counters what the app wants to be counted, for the server's metrics
 * @param commands what the app can be told on the server's command line
 */
public record AppContext(
    String name,
    int revision,
    String digest,
    Path data,
    Path outbox,
    Counters counters,
    Commands commands) {
  private static final String PREFIX = "X-Forwarded-Prefix";

  /** Without a server: nobody looks at the counters, nobody asks for a command. */
  public AppContext(String name, int revision, Path data, Path outbox) {
    this(name, revision, "", data, outbox, new Counters(), new Commands());
  }

  /** Where the route mounts the app, {@code /shop} or empty: what was stripped from the path. */
  public static String prefix(HttpServerRequest request) {
    String prefix = request.getHeader(PREFIX);
    return prefix == null ? "" : prefix;
  }

  /** A path of the app as its clients must write it: {@code /cart} is {@code /shop/cart}. */
  public static String url(HttpServerRequest request, String path) {
    return prefix(request) + path;
  }
}
