package hello;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.HEAD;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The smallest app worth reading: a page that tells who answers and how the request got here. */
public class HelloVerticle extends VerticleBase {
  private String page;

  @Override
  public Future<?> start() throws IOException {
    try (var resource = HelloVerticle.class.getResourceAsStream("hello.html")) {
      page = new String(resource.readAllBytes(), UTF_8);
    }
    // In site.jar no port is opened: the server catches this call and hands the requests over.
    return vertx.createHttpServer().requestHandler(this::answer).listen(8000);
  }

  private void answer(HttpServerRequest request) {
    var response = request.response().putHeader("content-type", "text/plain; charset=utf-8");
    if (!List.of("/", "/plain").contains(request.path())) {
      response.setStatusCode(404).end("There is nothing here.\n");
    } else if (!List.of(GET, HEAD).contains(request.method())) {
      response.setStatusCode(405).putHeader("allow", "GET, HEAD").end("Only GET and HEAD.\n");
    } else if (request.path().equals("/plain")) {
      response.end("Hello there!\n");
    } else {
      response.putHeader("content-type", "text/html; charset=utf-8").end(html(request));
    }
  }

  private String html(HttpServerRequest request) {
    String version = HelloVerticle.class.getPackage().getImplementationVersion();
    String thread = Thread.currentThread().getName(); // names the app and its revision
    String client = request.remoteAddress().hostAddress();
    String mount = request.getHeader("x-forwarded-prefix");
    return page.formatted(
        Stream.of(version, thread, request.scheme(), request.authority(), client, mount)
            .map(value -> Objects.toString(value, ""))
            .map(text -> text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"))
            .toArray());
  }
}
