package kit.weather;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import kit.weather.CallLog.Outcome;
import kit.weather.WeatherFailure.Reason;

/**
 * Asks OpenWeatherMap, each question when the gate lets it. What the service could not answer is
 * asked again twice; what it did not want to answer is not.
 */
public final class OpenWeatherMap implements WeatherSource {
  private static final String PUBLIC = "https://api.openweathermap.org";

  private static final int MOST_TRIES = 3;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final WebClient client;
  private final Account account;
  private final CallGate gate;
  private final CallLog log;
  private final RandomGenerator random;

  /**
   * Where to ask, and as whom.
   *
   * @param base scheme, host and port
   * @param key a secret: in no message, log or metric
   * @param pause about how long to wait before the second try; before the third it is double
   * @param timeout for the whole of one answer
   */
  public record Account(String base, String key, Duration pause, Duration timeout) {
    /** The real one, with the pauses and waits it is known to need. */
    public static Account open(String key) {
      return new Account(PUBLIC, key, Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    @Override
    public String toString() {
      return base;
    }
  }

  public OpenWeatherMap(
      Vertx vertx, Account account, CallGate gate, CallLog log, RandomGenerator random) {
    this.vertx = vertx;
    this.account = account;
    this.gate = gate;
    this.log = log;
    this.random = random;
    client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setFollowRedirects(false));
  }

  @Override
  public Future<Conditions> current(Spot spot) {
    return ask(OwmQuestion.current(spot));
  }

  @Override
  public Future<Forecast> forecast(Spot spot) {
    return ask(OwmQuestion.forecast(spot));
  }

  @Override
  public Future<PastHour> hour(Spot spot, Instant hour) {
    return ask(OwmQuestion.hour(spot, hour));
  }

  @Override
  public Future<DayTotal> day(Spot spot, LocalDate date, ZoneOffset offset) {
    return ask(OwmQuestion.day(spot, date, offset));
  }

  @Override
  public Future<List<FoundPlace>> find(String name, int limit) {
    return ask(OwmQuestion.find(name, limit));
  }

  @Override
  public boolean isSimulated() {
    return false;
  }

  private <T> Future<T> ask(OwmQuestion<T> question) {
    return tried(question, 1);
  }

  private <T> Future<T> tried(OwmQuestion<T> question, int attempt) {
    return turn(question.product())
        .compose(v -> asked(question))
        .recover(
            failure ->
                attempt < MOST_TRIES && ((WeatherFailure) failure).isPassing()
                    ? pause(attempt).compose(v -> tried(question, attempt + 1))
                    : Future.failedFuture(failure));
  }

  private Future<Void> turn(Product product) {
    try {
      Duration wait = gate.takeTurn(product);
      return wait.isZero()
          ? Future.succeededFuture()
          : timer(wait).compose(v -> stillOpen(product));
    } catch (WeatherFailure e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Void> stillOpen(Product product) {
    try {
      gate.checkOpen(product);
      return Future.succeededFuture();
    } catch (WeatherFailure e) {
      return Future.failedFuture(e);
    }
  }

  private <T> Future<T> asked(OwmQuestion<T> question) {
    return client
        .getAbs(account.base() + question.uri(account.key()))
        .send()
        .timeout(account.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture(unreachable(question.product())))
        .compose(response -> read(question, response))
        .onComplete(answer -> tell(question.product(), answer.cause()));
  }

  private <T> Future<T> read(OwmQuestion<T> question, HttpResponse<Buffer> response) {
    try {
      refuse(question.product(), response.statusCode());
      Buffer body = response.body() == null ? Buffer.buffer() : response.body();
      return Future.succeededFuture(question.reader().read(body));
    } catch (WeatherFailure e) {
      return Future.failedFuture(e);
    }
  }

  /** By the status alone: {@code cod} in the body is now a text, now a number, now not there. */
  private static void refuse(Product product, int status) throws WeatherFailure {
    if (status == 200) {
      return;
    }
    throw new WeatherFailure(reason(status), product + " was answered with " + status);
  }

  static Reason reason(int status) {
    return switch (status) {
      case 401, 403 -> Reason.REJECTED;
      case 404 -> Reason.UNKNOWN;
      case 429 -> Reason.THROTTLED;
      default -> status >= 400 && status < 500 ? Reason.REFUSED : Reason.UNAVAILABLE;
    };
  }

  /** Not with the cause: whoever wrote its message may have put the URL in. */
  private static WeatherFailure unreachable(Product product) {
    return new WeatherFailure(Reason.UNAVAILABLE, product + " has no answer");
  }

  private void tell(Product product, Throwable cause) {
    if (cause == null) {
      log.called(product, Outcome.OK);
      return;
    }
    Reason reason = ((WeatherFailure) cause).reason();
    gate.failed(product, reason);
    log.called(product, reason == Reason.THROTTLED ? Outcome.THROTTLED : Outcome.FAILED);
  }

  /** Half as long to one and a half times as long, so that many do not come back at once. */
  private Future<Void> pause(int attempt) {
    return timer(
        Duration.ofMillis(
            1 + (long) (account.pause().toMillis() * attempt * (0.5 + random.nextDouble()))));
  }

  private Future<Void> timer(Duration wait) {
    return vertx.timer(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS).mapEmpty();
  }
}
