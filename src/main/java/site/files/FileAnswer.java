package site.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.Map;
import site.http.ByteRange;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Location;

/** Sends what was found: all of it, parts, or only that nothing changed. */
final class FileAnswer {
  private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");

  private final FileTransfer transfer;
  private final Clock clock;

  FileAnswer(Vertx vertx, PieceMemory memory, Clock clock) {
    this.transfer = new FileTransfer(vertx, memory);
    this.clock = clock;
  }

  /** Answers; an open file is closed in the end, however it ends. */
  Future<Void> send(Exchange x, Found found) {
    if (found instanceof Found.WithoutSlash) {
      return redirectToSlash(x);
    }
    if (found instanceof Found.Listing listing) {
      return ListingAnswer.send(x, listing.entries());
    }
    if (found instanceof Found.Open open) {
      return Future.succeededFuture(open.representation())
          .compose(file -> answer(x, file, open))
          .eventually(() -> transfer.close(open));
    }
    return answer(x, ((Found.InMemory) found).representation(), found);
  }

  private Future<Void> answer(Exchange x, Representation file, Found found) {
    Conditions asked = Conditions.of(x.request());
    return switch (Preconditions.evaluate(asked, file.validators(), clock.instant())) {
      case FAILED -> Future.failedFuture(new HttpFailure(412, "the file is another one now"));
      case NOT_MODIFIED -> notModified(x, file);
      case WHOLE -> whole(x, file, found);
      case RANGE -> range(x, file, found, ByteRange.select(asked.range(), file.size()));
    };
  }

  private Future<Void> range(Exchange x, Representation file, Found found, ByteRange range) {
    if (range instanceof ByteRange.Unsatisfiable) {
      var actual = Map.of("content-range", "bytes */" + file.size());
      return Future.failedFuture(new HttpFailure(416, "the file is shorter", actual));
    }
    if (range instanceof ByteRange.Part part) {
      x.response()
          .setStatusCode(206)
          .putHeader(HttpHeaders.CONTENT_TYPE, file.about().type())
          .putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(file.size()));
      return content(x, file, found, Passage.of(part));
    }
    return range instanceof ByteRange.Parts parts
        ? multipart(x, file, found, parts)
        : whole(x, file, found);
  }

  /** RFC 9110 15.3.7.2: the type of the file stands in each part. */
  private Future<Void> multipart(
      Exchange x, Representation file, Found found, ByteRange.Parts parts) {
    String boundary = Passage.boundary();
    x.response()
        .setStatusCode(206)
        .putHeader(HttpHeaders.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
    return content(x, file, found, Passage.multipart(parts.parts(), file, boundary));
  }

  private Future<Void> whole(Exchange x, Representation file, Found found) {
    x.response().putHeader(HttpHeaders.CONTENT_TYPE, file.about().type());
    return content(x, file, found, Passage.of(new ByteRange.Part(0, file.size() - 1)));
  }

  private Future<Void> content(Exchange x, Representation file, Found found, Passage passage) {
    HttpServerResponse response = x.response();
    putValidators(response, file);
    if (file.about().coding() != null) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, file.about().coding().token());
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(passage.length()));
    response.putHeader(HttpHeaders.ACCEPT_RANGES, BYTES);
    response.putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    if (x.request().method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    return found instanceof Found.Open open
        ? transfer.send(x, open, passage)
        : response.end(passage.cut(((Found.InMemory) found).content()));
  }

  /** RFC 9110 15.4.5: what a 200 would have said about caching, and nothing about the content. */
  private Future<Void> notModified(Exchange x, Representation file) {
    putValidators(x.response().setStatusCode(304), file);
    return x.response().end();
  }

  private static void putValidators(HttpServerResponse response, Representation file) {
    response.putHeader(HttpHeaders.ETAG, file.etag());
    if (file.lastModified() != null) {
      response.putHeader(HttpHeaders.LAST_MODIFIED, file.lastModified());
    }
    if (file.about().cacheControl() != null) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, file.about().cacheControl());
    }
    if (file.about().varies()) {
      response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
  }

  /** To the path as the client knows it, whatever was stripped or rewritten in between. */
  private static Future<Void> redirectToSlash(Exchange x) {
    String location = Location.onThisHost(x.requestedPath().encoded() + "/", x.query());
    return x.response().setStatusCode(301).putHeader(HttpHeaders.LOCATION, location).end();
  }
}
