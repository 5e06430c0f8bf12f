package site.files;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import site.http.Accept;
import site.http.Exchange;

/** Sends what is in a directory: a page, or JSON to those who name it and want it more. */
final class ListingAnswer {
  private ListingAnswer() {}

  static Future<Void> send(Exchange x, List<DirectoryEntry> entries) {
    String accept = x.request().getHeader(HttpHeaders.ACCEPT);
    boolean json = Accept.named(accept, "application/json") > Accept.named(accept, "text/html");
    ListingView view = ListingView.of(x.query());
    String text =
        json
            ? ListingText.json(entries, view)
            : ListingText.html(x.requestedPath().decoded(), depth(x), entries, view);
    Buffer body = Buffer.buffer(text);
    HttpServerResponse response = x.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, json ? "application/json" : "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
        .putHeader("x-content-type-options", "nosniff");
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    return x.request().method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }

  /** How far below the root it is; a rewritten path tells nothing of the client's. */
  private static int depth(Exchange x) {
    String seen = x.path().decoded();
    boolean told = x.requestedPath().decoded().endsWith(seen);
    return told ? (int) seen.chars().filter(c -> c == '/').count() - 1 : 0;
  }
}
