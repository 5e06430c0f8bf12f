package site;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Speaks nothing but HTTP/3, on one connection, to a server on this machine. */
final class Http3Client implements AutoCloseable {
  private static final int PATIENCE = 30;

  /** Vert.x' client tells a server name only where it has a dot. */
  static final String HOST = "www.h3.test";

  private final Vertx vertx;
  private final HttpClient client;
  private final String host;
  private final int port;

  Http3Client(int port, Path root) {
    this(HOST, port, root);
  }

  Http3Client(String host, int port, Path root) {
    this.host = host;
    this.port = port;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setAddressResolverOptions(
                    new AddressResolverOptions()
                        .setHostsValue(Buffer.buffer("127.0.0.1 " + host + "\n"))));
    this.client =
        vertx.createHttpClient(
            new HttpClientConfig().setVersions(List.of(HttpVersion.HTTP_3)).setSsl(true),
            new ClientSSLOptions()
                .setTrustOptions(new PemTrustOptions().addCertPath(root.toString()))
                .setHostnameVerificationAlgorithm("HTTPS"));
  }

  /** A whole answer; its fields without pseudo fields. */
  record Answer(int status, HttpVersion version, Map<String, String> fields, Buffer body) {
    String text() {
      return body.toString();
    }
  }

  Answer get(String path) {
    return await(got(path, Map.of()));
  }

  Answer get(String path, Map<String, String> fields) {
    return await(got(path, fields));
  }

  Answer post(String path, Buffer body) {
    return await(posted(path, body));
  }

  Future<Answer> got(String path, Map<String, String> fields) {
    return opened(
        HttpMethod.GET,
        path,
        request -> {
          fields.forEach(request::putHeader);
          return answered(request.send());
        });
  }

  Future<Answer> posted(String path, Buffer body) {
    return opened(HttpMethod.POST, path, request -> answered(request.send(body)));
  }

  private static Future<Answer> answered(Future<HttpClientResponse> sent) {
    return sent.compose(
        response ->
            response
                .body()
                .map(
                    body ->
                        new Answer(
                            response.statusCode(),
                            response.version(),
                            response.headers().entries().stream()
                                .filter(field -> !field.getKey().startsWith(":"))
                                .collect(
                                    Collectors.toMap(
                                        Map.Entry::getKey,
                                        Map.Entry::getValue,
                                        (one, other) -> one + ", " + other)),
                            body)));
  }

  /** Does something with a request, on the client's event loop. */
  <T> Future<T> opened(HttpMethod method, String path, Function<HttpClientRequest, Future<T>> use) {
    Promise<T> result = Promise.promise();
    vertx.runOnContext(
        v ->
            client
                .request(
                    new RequestOptions()
                        .setMethod(method)
                        .setHost(host)
                        .setPort(port)
                        .setURI(path)
                        .setSsl(true))
                .compose(use)
                .onComplete(result));
    return result.future();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came within " + PATIENCE + " s", e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
