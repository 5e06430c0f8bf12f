package kit.weather;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kit.weather.OpenWeatherMap.Account;

/**
 * An app's weather, put together from its configuration: {@code weather: {key, url, per-minute,
 * one-call-per-day}}. Without a key, it is invented.
 */
public final class Weather {
  private final JsonObject settings;
  private final Clock clock;
  private final CallGate gate;

  private Weather(JsonObject settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.gate = new CallGate(limits(settings), clock);
  }

  /** For one app, of all that is configured for it. */
  public static Weather of(JsonObject config, Clock clock) {
    return new Weather(config.getJsonObject("weather", new JsonObject()), clock);
  }

  private static CallLimits limits(JsonObject settings) {
    CallLimits usual = CallLimits.USUAL;
    return new CallLimits(
        settings.getInteger("per-minute", usual.perMinute()),
        settings.getInteger("one-call-per-day", usual.oneCallPerDay()),
        usual.longestWait());
  }

  public boolean isSimulated() {
    return settings.getString("key", "").isEmpty();
  }

  /** What holds back calls; it has nothing to do where the weather is invented. */
  public CallGate gate() {
    return gate;
  }

  /** Why it is not asked for now; empty when it is. */
  public String trouble() {
    return Stream.of(Product.values())
        .map(product -> gate.state(product).isEmpty() ? "" : product + ": " + gate.state(product))
        .filter(state -> !state.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Where the weather comes from; the log is told of each call to the service. */
  public WeatherSource source(Vertx vertx, CallLog log) {
    return isSimulated()
        ? new SimulatedWeather(clock)
        : new SharedWeather(new OpenWeatherMap(vertx, account(), gate, log, new Random()), clock);
  }

  private Account account() {
    Account open = Account.open(settings.getString("key"));
    return new Account(
        settings.getString("url", open.base()), open.key(), open.pause(), open.timeout());
  }
}
