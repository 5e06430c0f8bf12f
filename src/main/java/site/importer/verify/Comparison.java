package site.importer.verify;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Asks an old server and a new one the same safe requests and compares what they say. Certificates
 * are not verified: the new server may not have its names yet.
 */
public final class Comparison {
  private static final List<String> COMPARED =
      List.of(
          "content-type", "location", "cache-control", "www-authenticate", "content-disposition");
  private static final int PATIENCE_SECONDS = 30;

  private final List<Probe> requests;
  private final URI old;
  private final URI recent;

  private Comparison(List<Probe> requests, URI old, URI recent) {
    this.requests = requests;
    this.old = old;
    this.recent = recent;
  }

  /** With the requests that an imported configuration suggests. */
  public static Comparison of(Map<String, Object> configuration, URI old, URI recent) {
    return new Comparison(Probes.of(configuration), old, recent);
  }

  /** With further paths, asked for under each of the hosts. */
  public Comparison with(List<String> targets) {
    Set<Probe> all = new LinkedHashSet<>(requests);
    List<String> hosts = requests.stream().map(Probe::host).distinct().toList();
    hosts.forEach(host -> targets.forEach(target -> all.add(new Probe(host, target))));
    return new Comparison(List.copyOf(all), old, recent);
  }

  /** What is asked. */
  public List<Probe> requests() {
    return requests;
  }

  /** What differs, in the order of the requests. */
  public List<Difference> blockingDifferences() {
    Vertx vertx = Vertx.vertx();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setTrustAll(true).setVerifyHost(false).setForceSni(true));
    try {
      List<Difference> differences = new ArrayList<>();
      Context context = vertx.getOrCreateContext();
      for (Probe probe : requests) {
        Answer before = blockingAnswer(context, client, old, probe);
        Answer after = blockingAnswer(context, client, recent, probe);
        differences.addAll(before.differences(probe, after));
      }
      return differences;
    } finally {
      client.close(); // Vert.x closes sooner what nobody refers to any more
      vertx.close();
    }
  }

  /** Asks on the context: elsewhere a body may have come before anybody listens. */
  private static Answer blockingAnswer(Context context, HttpClient client, URI base, Probe probe) {
    Promise<Answer> answer = Promise.promise();
    context.runOnContext(v -> ask(client, base, probe).onComplete(answer));
    try {
      return answer
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new Answer(0, Map.of("failed", String.valueOf(cause.getMessage())), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Future<Answer> ask(HttpClient client, URI base, Probe probe) {
    boolean tls = "https".equals(base.getScheme());
    int port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
    String host = probe.host().isEmpty() ? base.getHost() : probe.host();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(SocketAddress.inetSocketAddress(port, base.getHost()))
            .setHost(host)
            .setPort(probe.host().isEmpty() ? port : tls ? 443 : 80)
            .setSsl(tls)
            .setURI(probe.target())
            .setTimeout(PATIENCE_SECONDS * 1000L);
    return client
        .request(options)
        .compose(request -> request.send())
        .compose(
            response -> response.body().map(body -> answer(response, body.toString(), base, host)));
  }

  private static Answer answer(HttpClientResponse response, String body, URI base, String host) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : COMPARED) {
      String value = response.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    headers.computeIfPresent("location", (name, value) -> below(value, base, host));
    headers.computeIfPresent(
        "content-type",
        (name, value) -> value.replaceFirst("\\s*;.*", "").toLowerCase(Locale.ROOT));
    return new Answer(response.statusCode(), headers, body);
  }

  /** Both stand at addresses of their own: what they say of themselves is not a difference. */
  private static String below(String location, URI base, String host) {
    return location
        .replaceFirst("^https?://\\Q" + host + "\\E(:\\d+)?(?=[/?]|$)", "")
        .replace(base.getScheme() + "://" + base.getAuthority(), "");
  }
}
