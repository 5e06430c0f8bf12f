package site.acme;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import site.Ports;

/**
 * Stands between a client and pebble and spoils what it is told to. Pebble builds its URLs from the
 * Host header, so passing that on makes the proxy invisible.
 */
final class FaultProxy implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "host", "content-length", "connection", "upgrade", "http2-settings", "accept-encoding");

  private final int port;
  private final HttpClient client;
  private final int target;
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<JsonObject> orders = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<JsonObject> directory = json -> json;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile Consumer<HttpServerResponse> head = response -> {};
  private volatile Predicate<String> asked = path -> true;
  private volatile Predicate<String> answered = path -> true;

  /** Answers in pebble's place, some times. */
  private record Fault(String path, AtomicInteger times, Consumer<HttpServerRequest> answer) {}

  FaultProxy(Vertx vertx, Pebble pebble) throws Exception {
    this.port = Ports.free();
    this.target = pebble.port();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setTrustOptions(
                    new PemTrustOptions().addCertPath(pebble.serverRoot().toString())));
    vertx
        .createHttpServer(serverOptions(pebble))
        .requestHandler(this::handle)
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  /** Of a server with the certificate of the authority's own one. */
  static HttpServerOptions serverOptions(Pebble pebble) throws IOException {
    String pem = serverFile(pebble.serverRoot()).toString();
    return new HttpServerOptions()
        .setSsl(true)
        .setKeyCertOptions(new PemKeyCertOptions().setKeyPath(pem).setCertPath(pem));
  }

  private static Path serverFile(Path root) throws IOException {
    try (Stream<Path> made = Files.list(root.resolveSibling("servers"))) {
      return made.findFirst().orElseThrow();
    }
  }

  URI directoryUrl() {
    return URI.create("https://localhost:" + port + "/dir");
  }

  String url(String path) {
    return "https://localhost:" + port + path;
  }

  /** The next requests below this path are answered so. */
  FaultProxy on(String path, int times, Consumer<HttpServerRequest> answer) {
    faults.add(new Fault(path, new AtomicInteger(times), answer));
    return this;
  }

  void onDirectory(UnaryOperator<JsonObject> rewrite) {
    directory = rewrite;
  }

  /** Changes the head of every answer. */
  void onHead(Consumer<HttpServerResponse> change) {
    head = change;
  }

  /** How many requests there were below a path. */
  long count(String path) {
    return requests.stream().filter(seen -> seen.startsWith(path)).count();
  }

  long count() {
    return requests.size();
  }

  /** An answer of RFC 7807. */
  static Consumer<HttpServerRequest> problem(int status, String type, String detail) {
    return request ->
        request
            .response()
            .setStatusCode(status)
            .putHeader("content-type", "application/problem+json")
            .end(
                new JsonObject()
                    .put("type", "urn:ietf:params:acme:error:" + type)
                    .put("detail", detail)
                    .encode());
  }

  private void handle(HttpServerRequest request) {
    requests.add(request.path());
    if (!asked.test(request.path())) {
      request.connection().close();
      return;
    }
    request.body().onSuccess(body -> answer(request, body));
  }

  /** What orders have asked for, in their order. */
  List<JsonObject> orders() {
    return orders;
  }

  private static JsonObject payload(Buffer signed) {
    byte[] payload = Base64.getUrlDecoder().decode(new JsonObject(signed).getString("payload"));
    return new JsonObject(Buffer.buffer(payload));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    if (request.path().equals("/order-plz")) {
      orders.add(payload(body));
    }
    for (Fault fault : faults) {
      if (request.path().startsWith(fault.path()) && fault.times().getAndDecrement() > 0) {
        fault.answer().accept(request);
        return;
      }
    }
    ask(request, body)
        .compose(answer -> answer.body().onSuccess(bytes -> passBack(request, answer, bytes)))
        .onFailure(t -> request.connection().close());
  }

  private Future<HttpClientResponse> ask(HttpServerRequest request, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setURI(request.uri())
            .setHost("127.0.0.1")
            .setPort(target)
            .setSsl(true);
    return client
        .request(options)
        .compose(
            out -> {
              request.headers().forEach((name, value) -> passOn(out, name, value));
              return out.authority(HostAndPort.authority("localhost", port)).send(body);
            });
  }

  private static void passOn(HttpClientRequest out, String name, String value) {
    if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
      out.putHeader(name, value);
    }
  }

  private void passBack(HttpServerRequest request, HttpClientResponse answer, Buffer bytes) {
    count(request.path(), answer.statusCode());
    HttpServerResponse response = request.response().setStatusCode(answer.statusCode());
    response.headers().addAll(answer.headers());
    response.headers().remove("content-length").remove("transfer-encoding");
    head.accept(response);
    boolean isDirectory = request.path().equals("/dir");
    if (!answered.test(request.path())) {
      request.connection().close();
      return;
    }
    response.end(isDirectory ? directory.apply(new JsonObject(bytes)).toBuffer() : bytes);
  }

  private void count(String path, int status) {
    if (path.equals("/order-plz") && status == 201) {
      made.incrementAndGet();
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    } else if (path.startsWith("/certZ") && status == 200) {
      inFlight.decrementAndGet();
    } else if (status == 400) {
      refused.incrementAndGet();
    }
  }

  /** How many orders pebble has made. */
  int ordersMade() {
    return made.get();
  }

  /** How many orders were begun and not downloaded at the same time, at most. */
  int mostInFlight() {
    return mostInFlight.get();
  }

  /** How many requests pebble has refused, most of them for their nonce. */
  int refused() {
    return refused.get();
  }

  /** Whether what pebble has answered at a path goes back; else the connection breaks. */
  void onAnswered(Predicate<String> passes) {
    answered = passes;
  }

  /** Whether what is asked at a path goes on to pebble; else the connection breaks. */
  void onAsked(Predicate<String> passes) {
    asked = passes;
  }

  @Override
  public void close() {
    client.close();
  }
}
