package site.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.Map;
import site.config.ActionConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Answers with the files below a directory. Small ones come from memory, compared with the disk at
 * most once a second each; large ones are opened anew for each request.
 */
public final class FilesAction implements Action {
  private static final long MAX_CACHE_WEIGHT = 64 * 1024 * 1024;
  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final Map<String, String> ALLOW = Map.of("allow", METHODS);

  private final Vertx vertx;
  private final Clock clock;
  private final FileCache cache;
  private final FileLookup lookup;
  private final FileAnswer answer;
  private final Wishes wishes;

  /** Serves what the configuration names; what is there is seen when it is asked for. */
  public FilesAction(Vertx vertx, ActionConfig.Files config) {
    this(vertx, config, PieceMemory.SHARED, Clock.systemUTC());
  }

  FilesAction(Vertx vertx, ActionConfig.Files config, PieceMemory memory, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.cache = new FileCache(MAX_CACHE_WEIGHT);
    this.lookup = new FileLookup(config, cache, clock);
    this.answer = new FileAnswer(vertx, memory, clock);
    this.wishes = new Wishes(config.precompressed());
  }

  /** From now on every file is compared with the disk before it is sent again. */
  public void lookAgain() {
    cache.doubt(clock.millis());
  }

  @Override
  public Future<Void> handle(Exchange x) {
    HttpMethod method = x.request().method();
    if (method.equals(HttpMethod.OPTIONS)) {
      return x.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, METHODS).end();
    }
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return Future.failedFuture(new HttpFailure(405, "files can only be read", ALLOW));
    }
    String path = path(x);
    Wish wish = wishes.of(x);
    var fresh = cache.fresh(path + wish.key(), clock.millis());
    if (fresh.isPresent()) {
      return answer.send(x, fresh.get());
    }
    return find(x, path, wish).compose(found -> answer.send(x, found));
  }

  /** Below the root; empty for the root itself where the client left out the slash behind it. */
  private static String path(Exchange x) {
    String path = x.path().decoded();
    boolean prefixOnly = path.equals("/") && !x.prefix().isEmpty() && !endsInSlash(x);
    return prefixOnly ? "" : path;
  }

  private Future<Found> find(Exchange x, String path, Wish wish) {
    return vertx
        .executeBlocking(() -> lookup.findBlocking(path, wish), false)
        .compose(
            found ->
                found instanceof Found.WithoutSlash && endsInSlash(x)
                    ? find(x, path + "/", wish)
                    : Future.succeededFuture(found));
  }

  private static boolean endsInSlash(Exchange x) {
    return x.requestedPath().encoded().endsWith("/");
  }
}
