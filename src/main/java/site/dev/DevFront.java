package site.dev;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import site.http.Action;
import site.http.Exchange;
import site.http.Front;

/**
 * Adds a script to the pages a developer's browser loads, and serves that script and its events.
 * The developer is who asks from this machine; all others see the site as it is.
 */
public final class DevFront implements Front {
  private static final String SCRIPT = "/.site/dev.js";
  private static final String EVENTS = "/.site/events";
  private static final String TEXT = resource("dev.js");

  private final DevEvents events;

  public DevFront(DevEvents events) {
    this.events = events;
  }

  @Override
  public HttpServerRequest view(HttpServerRequest request) {
    if (!isOfDeveloper(request) || !isForPage(request)) {
      return request;
    }
    // the page differs from the one the browser may remember
    request.headers().remove(HttpHeaders.IF_NONE_MATCH).remove(HttpHeaders.IF_MODIFIED_SINCE);
    // nor can anything be added to one that is compressed
    request.headers().remove(HttpHeaders.ACCEPT_ENCODING);
    return new PageRequest((HttpServerRequestInternal) request);
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    String path = exchange.requestedPath().decoded();
    if (!isOfDeveloper(exchange.request()) || !exchange.request().method().equals(HttpMethod.GET)) {
      return next.handle(exchange);
    }
    return switch (path) {
      case SCRIPT -> script(exchange);
      case EVENTS -> events.stream(exchange);
      default -> next.handle(exchange);
    };
  }

  private static Future<Void> script(Exchange exchange) {
    exchange.logged(false);
    return exchange
        .response()
        .putHeader("content-type", "text/javascript; charset=utf-8")
        .putHeader("cache-control", "no-cache")
        .end(TEXT);
  }

  private static boolean isOfDeveloper(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    return address != null
        && (address.startsWith("127.")
            || address.equals("::1")
            || address.equals("0:0:0:0:0:0:0:1"));
  }

  /** Browsers say what they load (Fetch Metadata); old ones by what they accept. */
  private static boolean isForPage(HttpServerRequest request) {
    String destination = request.getHeader("sec-fetch-dest");
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return request.method().equals(HttpMethod.GET)
        && (destination == null
            ? accept != null && accept.contains("text/html")
            : destination.equals("document"));
  }

  private final class PageRequest extends HttpServerRequestWrapper {
    private final HttpServerResponse response;

    PageRequest(HttpServerRequestInternal request) {
      super(request);
      response = InjectedResponse.of(request, () -> SCRIPT + "?" + events.generation());
    }

    @Override
    public HttpServerResponse response() {
      return response;
    }
  }

  private static String resource(String name) {
    try (InputStream in = DevFront.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
