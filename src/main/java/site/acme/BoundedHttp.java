package site.acme;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP client whose exchanges end: one deadline for an answer with its body, where Java's own
 * ends with the headers, and a largest answer. Remembers of each thread's last answer what is lost
 * on the way through acme4j.
 */
final class BoundedHttp extends HttpClient {
  private final HttpClient client;
  private final Duration deadline;
  private final Clock clock;
  private final Listener listener;
  private final ThreadLocal<Optional<Seen>> seen = ThreadLocal.withInitial(Optional::empty);

  /** Told of each exchange: how long it took, and what came back, if anything. */
  @FunctionalInterface
  interface Listener {
    void ended(Duration took, Optional<Seen> seen);
  }

  BoundedHttp(HttpClient client, Duration deadline, Clock clock, Listener listener) {
    this.client = client;
    this.deadline = deadline;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * What an answer's head said.
   *
   * @param skew how far the server's clock is ahead of ours
   */
  record Seen(int status, Optional<Duration> retryAfter, Optional<Duration> skew) {}

  /** The last answer this thread got; empty when its last request had none. */
  Optional<Seen> seen() {
    return seen.get();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    seen.set(Optional.empty());
    long begun = System.nanoTime();
    try {
      HttpResponse<byte[]> answer = whole(request);
      seen.set(Optional.of(head(answer)));
      return new Replayed<>(answer, readable(answer.headers()), replay(answer, handler));
    } finally {
      listener.ended(Duration.ofNanos(System.nanoTime() - begun), seen());
    }
  }

  private HttpResponse<byte[]> whole(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> future =
        client.sendAsync(request, info -> new LimitedBody());
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new HttpTimeoutException(
          "no complete answer from " + request.uri().getHost() + " within " + deadline);
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(request.uri().getHost() + ": " + reason(cause), cause);
    }
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private Seen head(HttpResponse<byte[]> answer) {
    HttpHeaders headers = answer.headers();
    return new Seen(
        answer.statusCode(),
        headers.firstValue("retry-after").flatMap(v -> RetryAfter.parse(v, headers, clock)),
        RetryAfter.serverTime(headers).map(time -> Duration.between(clock.instant(), time)));
  }

  /** acme4j gives up on a pause it cannot read. */
  private HttpHeaders readable(HttpHeaders headers) {
    boolean strange =
        headers
            .firstValue("retry-after")
            .filter(value -> RetryAfter.parse(value, headers, clock).isEmpty())
            .isPresent();
    return strange
        ? HttpHeaders.of(headers.map(), (name, value) -> !name.equalsIgnoreCase("retry-after"))
        : headers;
  }

  private static <T> T replay(HttpResponse<byte[]> answer, HttpResponse.BodyHandler<T> handler) {
    HttpResponse.BodySubscriber<T> body = handler.apply(new Info(answer));
    body.onSubscribe(new NothingMore());
    body.onNext(List.of(ByteBuffer.wrap(answer.body())));
    body.onComplete();
    return body.getBody().toCompletableFuture().join();
  }

  private record Info(HttpResponse<byte[]> answer) implements HttpResponse.ResponseInfo {
    @Override
    public int statusCode() {
      return answer.statusCode();
    }

    @Override
    public HttpHeaders headers() {
      return answer.headers();
    }

    @Override
    public Version version() {
      return answer.version();
    }
  }

  private static final class NothingMore implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return client.sendAsync(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushed) {
    return client.sendAsync(request, handler, pushed);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }
}
