package site.files;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import site.http.ByteRange;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Location;

/** Sends what was found: all of it, a part, or only that nothing changed. */
final class FileAnswer {
  private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");

  private final FileTransfer transfer;
  private final Clock clock;
  private final CharSequence cacheControl;

  FileAnswer(Vertx vertx, Optional<String> cacheControl, Clock clock) {
    this.transfer = new FileTransfer(vertx);
    this.clock = clock;
    this.cacheControl = cacheControl.map(HttpHeaders::createOptimized).orElse(null);
  }

  /** Answers; an open file is closed in the end, however it ends. */
  Future<Void> send(Exchange x, Found found) {
    if (found instanceof Found.WithoutSlash) {
      return redirectToSlash(x);
    }
    if (found instanceof Found.Open open) {
      return Future.succeededFuture(open.representation())
          .compose(file -> answer(x, file, open))
          .eventually(() -> transfer.close(open));
    }
    return answer(x, ((Found.InMemory) found).representation(), found);
  }

  private Future<Void> answer(Exchange x, Representation file, Found found) {
    Conditions asked = conditions(x.request());
    return switch (Preconditions.evaluate(asked, file.validators(), clock.instant())) {
      case FAILED -> Future.failedFuture(new HttpFailure(412, "the file is another one now"));
      case NOT_MODIFIED -> notModified(x, file);
      case WHOLE -> whole(x, file, found);
      case RANGE -> range(x, file, found, ByteRange.select(asked.range(), file.size()));
    };
  }

  private Future<Void> range(Exchange x, Representation file, Found found, ByteRange range) {
    if (range instanceof ByteRange.Part part) {
      x.response()
          .setStatusCode(206)
          .putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(file.size()));
      return content(x, file, found, part);
    }
    if (range instanceof ByteRange.Unsatisfiable) {
      var actual = Map.of("content-range", "bytes */" + file.size());
      return Future.failedFuture(new HttpFailure(416, "the file is shorter", actual));
    }
    return whole(x, file, found);
  }

  private Future<Void> whole(Exchange x, Representation file, Found found) {
    return content(x, file, found, new ByteRange.Part(0, file.size() - 1));
  }

  private Future<Void> content(Exchange x, Representation file, Found found, ByteRange.Part part) {
    HttpServerResponse response = x.response();
    putValidators(response, file);
    response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()));
    response.putHeader(HttpHeaders.ACCEPT_RANGES, BYTES);
    response.putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    if (x.request().method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    return found instanceof Found.Open open
        ? transfer.send(x, open, part)
        : response.end(cut(((Found.InMemory) found).content(), part));
  }

  private static Buffer cut(Buffer content, ByteRange.Part part) {
    return part.isAllOf(content.length())
        ? content
        : content.slice((int) part.first(), (int) part.last() + 1);
  }

  /** RFC 9110 15.4.5: what a 200 would have said about caching, and nothing about the content. */
  private Future<Void> notModified(Exchange x, Representation file) {
    putValidators(x.response().setStatusCode(304), file);
    return x.response().end();
  }

  private void putValidators(HttpServerResponse response, Representation file) {
    response.putHeader(HttpHeaders.ETAG, file.etag());
    if (file.lastModified() != null) {
      response.putHeader(HttpHeaders.LAST_MODIFIED, file.lastModified());
    }
    if (cacheControl != null) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    }
  }

  /** To the path as the client knows it, whatever was stripped or rewritten in between. */
  private static Future<Void> redirectToSlash(Exchange x) {
    String location = Location.onThisHost(x.requestedPath().encoded() + "/", x.query());
    return x.response().setStatusCode(301).putHeader(HttpHeaders.LOCATION, location).end();
  }

  private static Conditions conditions(HttpServerRequest request) {
    MultiMap headers = request.headers();
    boolean parts = request.method().equals(HttpMethod.GET);
    return new Conditions(
        field(headers, HttpHeaderNames.IF_MATCH),
        field(headers, HttpHeaderNames.IF_UNMODIFIED_SINCE),
        field(headers, HttpHeaderNames.IF_NONE_MATCH),
        field(headers, HttpHeaderNames.IF_MODIFIED_SINCE),
        parts ? field(headers, HttpHeaderNames.RANGE) : null,
        field(headers, HttpHeaderNames.IF_RANGE));
  }

  private static String field(MultiMap headers, CharSequence name) {
    return headers.contains(name) ? String.join(", ", headers.getAll(name)) : null;
  }
}
