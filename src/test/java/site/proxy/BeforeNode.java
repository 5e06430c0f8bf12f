package site.proxy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A Node server to stand before, and a client. */
abstract class BeforeNode {
  @TempDir static Path dir;

  static Vertx vertx;
  static NodeOrigin node;
  static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    node = new NodeOrigin(dir);
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void stop() {
    node.close();
    Front.await(vertx.close());
  }

  static HttpRequest request(Front front, String path) {
    return HttpRequest.newBuilder(URI.create(front.url(path))).build();
  }

  static String get(Front front, String path) {
    try {
      return client.send(request(front, path), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
