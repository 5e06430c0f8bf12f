package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2ClientConfig;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A client that speaks HTTP/2 without TLS. */
final class H2 {
  /** Vert.x closes clients that nobody refers to any more. */
  private static final Queue<HttpClient> KEPT = new ConcurrentLinkedQueue<>();

  private H2() {}

  /** What is to be done with a Vert.x client, which is to be used on a loop. */
  interface Work<T> {
    Future<T> begin();
  }

  static <T> Future<T> onLoop(Vertx vertx, Work<T> work) {
    Promise<T> done = Promise.promise();
    vertx.getOrCreateContext().runOnContext(v -> work.begin().onComplete(done));
    return done.future();
  }

  static Future<HttpClientRequest> request(Vertx vertx, Front front, HttpMethod method) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientConfig()
                .setVersions(HttpVersion.HTTP_2)
                .setHttp2Config(new Http2ClientConfig().setClearTextUpgrade(false)));
    KEPT.add(client);
    return client.request(method, front.port(), "127.0.0.1", "/");
  }
}
