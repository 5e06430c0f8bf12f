package site.middleware;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import site.http.Exchange;
import site.log.AccessEntry;
import site.log.AccessFormat;
import site.log.LineWriter;

/**
 * Writes one line for an exchange that has ended, unless it shall not be mentioned.
 *
 * @param sample the part of those that went well that is written, 0 to 1; the others all are
 */
public record AccessLog(AccessFormat format, LineWriter writer, double sample)
    implements Handler<Exchange> {

  @Override
  public void handle(Exchange exchange) {
    if (exchange.logged() && isWanted(exchange)) {
      writer.offer(format.line(entry(exchange)));
    }
  }

  private boolean isWanted(Exchange exchange) {
    return sample >= 1
        || exchange.status() >= 400
        || ThreadLocalRandom.current().nextDouble() < sample;
  }

  private static AccessEntry entry(Exchange exchange) {
    long nanos = exchange.nanos();
    return new AccessEntry(
        client(exchange),
        request(exchange),
        response(exchange),
        exchange.started().plusNanos(nanos),
        nanos,
        exchange.id(),
        exchange.site(),
        exchange.route(),
        exchange.note());
  }

  private static AccessEntry.Client client(Exchange exchange) {
    return new AccessEntry.Client(
        exchange.client().text(), exchange.client().port(), exchange.user());
  }

  private static AccessEntry.Request request(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    boolean isRead = !isStandIn(request);
    return new AccessEntry.Request(
        isRead ? request.method().name() : null,
        isRead ? target(request) : null,
        isRead ? protocol(request.version()) : null,
        exchange.client().scheme(),
        exchange.authority() == null ? null : exchange.authority().host(),
        exchange.requestedPath() == null ? null : exchange.requestedPath().decoded(),
        exchange.query(),
        name -> joined(request.headers(), name));
  }

  /** RFC 9113 8.5: CONNECT is about an authority, and has no path. */
  private static String target(HttpServerRequest request) {
    return request.uri() == null ? String.valueOf(request.authority()) : request.uri();
  }

  /** What the decoder makes of a first line it cannot read; nobody asked for that. */
  private static boolean isStandIn(HttpServerRequest request) {
    return "/bad-request".equals(request.uri()) && request.decoderResult().isFailure();
  }

  private static AccessEntry.Response response(Exchange exchange) {
    return new AccessEntry.Response(
        exchange.status(),
        exchange.sentBytes(),
        name -> joined(exchange.response().headers(), name));
  }

  private static String protocol(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2 -> "HTTP/2.0";
      case HTTP_3 -> "HTTP/3.0";
    };
  }

  private static String joined(MultiMap headers, String name) {
    if (!headers.contains(name)) {
      return null;
    }
    List<String> values = headers.getAll(name);
    return values.size() == 1 ? values.get(0) : String.join(", ", values);
  }
}
