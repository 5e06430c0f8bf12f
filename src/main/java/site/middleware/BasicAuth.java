package site.middleware;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import site.config.AuthConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;
import site.middleware.password.PasswordHash;

/**
 * Lets in who knows a name and its password (RFC 7617). A name that nobody has takes as long to
 * refuse as a wrong password, and a client that guesses is slowed down.
 */
public final class BasicAuth implements Middleware {
  private static final long SECOND = 1_000_000_000;

  /** What a client may get wrong: ten at once, then ten in a minute. */
  private static final Gcra FAILURES = new Gcra(6 * SECOND, 10);

  /** Different credentials of one client that are checked at a time. */
  private static final int MOST_AT_A_TIME = 8;

  private final VerifiedUser user;
  private final String challenge;
  private final Map<String, PasswordHash> users = new LinkedHashMap<>();
  private final PasswordHash nobodys;
  private final PasswordWorkers workers;
  private final KnownCredentials known;
  private final Debts failures;
  private final Map<String, Future<Boolean>> checking = new ConcurrentHashMap<>();
  private final Map<String, Integer> checkingFor = new ConcurrentHashMap<>();

  /**
   * A door with a list.
   *
   * @param nanos a clock that never goes back
   * @throws IllegalArgumentException when a hash makes no sense
   */
  public BasicAuth(
      AuthConfig.Basic config,
      Optional<String> userHeader,
      PasswordWorkers workers,
      LongSupplier nanos) {
    String realm = config.realm().replace("\\", "\\\\").replace("\"", "\\\"");
    this.user = new VerifiedUser(userHeader);
    this.challenge = "Basic realm=\"" + realm + "\", charset=\"UTF-8\"";
    config.users().forEach((name, hash) -> users.put(name, PasswordHash.of(hash)));
    this.nobodys = users.values().iterator().next();
    this.workers = workers;
    this.known = new KnownCredentials(nanos);
    this.failures = new Debts(nanos);
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    user.distrust(exchange);
    Optional<Credentials> said =
        Credentials.parse(exchange.request().getHeader(HttpHeaders.AUTHORIZATION));
    if (said.isEmpty()) {
      return Future.failedFuture(unauthorized("no name and password"));
    }
    String code = known.code(said.get());
    if (known.contains(code)) {
      return enter(exchange, said.get(), next);
    }
    return check(ClientKey.of(exchange.client()), code, said.get())
        .compose(v -> enter(exchange, said.get(), next));
  }

  private Future<Void> enter(Exchange exchange, Credentials said, Action next) {
    user.is(said.name(), exchange);
    return next.handle(exchange);
  }

  private Future<Void> check(String client, String code, Credentials said) {
    Gcra.Verdict verdict = failures.look(client, FAILURES);
    if (!verdict.passes()) {
      return Future.failedFuture(tooMany(verdict.delay() / SECOND + 1));
    }
    Future<Boolean> begun = checking.get(code);
    return (begun == null ? begin(client, code, said) : here(begun))
        .compose(
            right ->
                right
                    ? Future.succeededFuture()
                    : Future.failedFuture(unauthorized("wrong name or password")));
  }

  /** A browser sends many requests at once with the same credentials: they are checked once. */
  private Future<Boolean> begin(String client, String code, Credentials said) {
    if (checkingFor.merge(client, 1, Integer::sum) > MOST_AT_A_TIME) {
      left(client);
      return Future.failedFuture(tooMany(1));
    }
    PasswordHash hash = users.get(said.name());
    Future<Boolean> right =
        workers
            .matches(hash == null ? nobodys : hash, said.password())
            .map(matches -> matches && hash != null);
    checking.put(code, right);
    return right.onComplete(
        done -> {
          checking.remove(code);
          left(client);
          if (done.succeeded() && done.result()) {
            known.add(code);
          } else if (done.succeeded()) {
            failures.take(client, FAILURES);
          }
        });
  }

  private void left(String client) {
    checkingFor.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }

  /** What another event loop began is answered on this one. */
  private static Future<Boolean> here(Future<Boolean> begun) {
    Context context = Vertx.currentContext();
    Promise<Boolean> answer = Promise.promise();
    begun.onComplete(done -> context.runOnContext(v -> answer.handle(done)));
    return answer.future();
  }

  private HttpFailure unauthorized(String reason) {
    return new HttpFailure(401, reason, Map.of("www-authenticate", challenge));
  }

  private static HttpFailure tooMany(long seconds) {
    return new HttpFailure(
        429, "too many wrong passwords", Map.of("retry-after", Long.toString(seconds)));
  }
}
