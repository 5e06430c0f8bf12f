package site.deploy;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.lang.ref.Reference;

/**
 * A client that reads nothing for a while, so that everything between it and the app fills up.
 *
 * @param bytes what it got in the end
 */
record Slow(long bytes) {

  static Slow read(Host host, HttpVersion version, String path) {
    HttpClient client =
        host.vertx()
            .createHttpClient(
                new HttpClientOptions()
                    .setProtocolVersion(version)
                    .setHttp2ClearTextUpgrade(false));
    Promise<Slow> whole = Promise.promise();
    Context context = host.vertx().getOrCreateContext();
    context.runOnContext(
        v ->
            client
                .request(HttpMethod.GET, host.port(), "127.0.0.1", path)
                .compose(request -> request.send())
                .onComplete(response -> readLater(host, response.result(), whole)));
    try {
      return Host.await(whole.future());
    } finally {
      Reference.reachabilityFence(client); // Vert.x closes clients that nobody refers to any more
    }
  }

  private static void readLater(Host host, HttpClientResponse response, Promise<Slow> whole) {
    long[] bytes = new long[1];
    response.pause();
    response.handler(data -> bytes[0] += data.length());
    response.exceptionHandler(whole::tryFail);
    response.endHandler(v -> whole.complete(new Slow(bytes[0])));
    host.vertx().setTimer(300, id -> response.resume());
  }
}
