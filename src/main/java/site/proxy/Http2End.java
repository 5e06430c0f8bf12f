package site.proxy;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.impl.headers.HttpHeaders;
import io.vertx.core.http.impl.http2.codec.Http2ClientConnectionImpl;
import java.lang.reflect.Method;
import java.util.Locale;

/**
 * Ends a stream with a header section (RFC 9113 8.1). Vert.x' streams can do that, but only those
 * of its server show it: see decisions.md, "Trailers of requests".
 */
record Http2End(Http2ClientConnectionImpl connection) implements TrailingEnd {
  private static final Method WRITE_HEADERS = find();

  /** That method goes ahead of what waits for the stream's window, so it has to wait itself. */
  @Override
  public Future<Void> end(HttpClientRequest request, Future<Void> written, MultiMap trailers) {
    return written.compose(v -> end(connection.stream((int) request.streamId()), fields(trailers)));
  }

  private static HttpHeaders fields(MultiMap trailers) {
    HttpHeaders fields = new HttpHeaders(new DefaultHttp2Headers());
    trailers.forEach((name, value) -> fields.add(name.toLowerCase(Locale.ROOT), value));
    return fields;
  }

  @SuppressWarnings("unchecked")
  private static Future<Void> end(Object stream, HttpHeaders fields) {
    try {
      return (Future<Void>) WRITE_HEADERS.invoke(stream, fields, true);
    } catch (ReflectiveOperationException e) {
      return Future.failedFuture(e);
    }
  }

  private static Method find() {
    try {
      Method found =
          Class.forName("io.vertx.core.http.impl.http2.DefaultHttp2Stream")
              .getMethod("writeHeaders", MultiMap.class, boolean.class);
      found.setAccessible(true);
      return found;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Vert.x has other streams", e);
    }
  }
}
