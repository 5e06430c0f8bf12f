package site.files;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.RequestPath;

/**
 * Files where there are some, another action for everything else, with the path as the client asked
 * for it: what nginx calls {@code try_files $uri @app}.
 */
public final class FilesFirst implements Action {
  private static final int NOT_FOUND = 404;

  private final Action files;
  private final Action others;

  /** Asks {@code others} where {@code files} finds nothing, and for all that is not read. */
  public FilesFirst(Action files, Action others) {
    this.files = files;
    this.others = others;
  }

  @Override
  public Future<Void> handle(Exchange x) {
    HttpMethod method = x.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return toOthers(x);
    }
    return files.handle(x).recover(failure -> isMissing(x, failure) ? toOthers(x) : fail(failure));
  }

  /** A root is a folder: what is taken off the path for it is there again for the others. */
  private Future<Void> toOthers(Exchange x) {
    if (!x.prefix().isEmpty()) {
      x.see(RequestPath.parse(x.prefix() + x.path().encoded()), "");
    }
    return others.handle(x);
  }

  private static boolean isMissing(Exchange x, Throwable failure) {
    return failure instanceof HttpFailure http
        && http.status() == NOT_FOUND
        && !x.response().headWritten();
  }

  private static Future<Void> fail(Throwable failure) {
    return Future.failedFuture(failure);
  }
}
