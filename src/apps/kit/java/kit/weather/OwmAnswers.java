package kit.weather;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import kit.weather.Forecast.Slot;
import kit.weather.WeatherFailure.Reason;

/** Reads what OpenWeatherMap answers. A field that must be there and is not makes it a failure. */
public final class OwmAnswers {
  private static final double OLD_HOURS = 3;

  private OwmAnswers() {}

  public static Conditions current(Buffer body) throws WeatherFailure {
    return read(body, json -> conditions(ok(json)));
  }

  public static Forecast forecast(Buffer body) throws WeatherFailure {
    return read(
        body,
        json ->
            new Forecast(
                ZoneOffset.ofTotalSeconds(
                    need(ok(json).getJsonObject("city")).getInteger("timezone")),
                objects(need(json.getJsonArray("list"))).map(OwmAnswers::slot).toList()));
  }

  /** The service's value is for the hour that the time it names lies in. */
  public static PastHour hour(Buffer body) throws WeatherFailure {
    return read(
        body,
        json -> {
          JsonObject data = first(json.getJsonArray("data"));
          long second = need(data.getLong("dt"));
          return new PastHour(
              Instant.ofEpochSecond(Math.floorDiv(second, 3600L) * 3600), fall(data, "1h"));
        });
  }

  public static DayTotal day(Buffer body) throws WeatherFailure {
    return read(
        body,
        json ->
            new DayTotal(
                LocalDate.parse(need(json.getString("date"))),
                need(need(json.getJsonObject("precipitation")).getDouble("total"))));
  }

  public static List<FoundPlace> places(Buffer body) throws WeatherFailure {
    return reading(() -> objects(new JsonArray(body)).map(OwmAnswers::place).toList());
  }

  private static Conditions conditions(JsonObject json) {
    JsonObject wind = need(json.getJsonObject("wind"));
    double speed = need(wind.getDouble("speed"));
    return new Conditions(
        Instant.ofEpochSecond(need(json.getLong("dt"))),
        sky(json),
        need(need(json.getJsonObject("main")).getDouble("temp")),
        speed,
        wind.getDouble("gust", speed),
        fall(json, "1h"));
  }

  private static Slot slot(JsonObject json) {
    JsonObject main = need(json.getJsonObject("main"));
    JsonObject wind = json.getJsonObject("wind", new JsonObject());
    return new Slot(
        Instant.ofEpochSecond(need(json.getLong("dt"))),
        sky(json),
        need(main.getDouble("temp_min")),
        need(main.getDouble("temp_max")),
        json.getDouble("pop", 0.0),
        fall(json, "3h"),
        wind.getDouble("gust", wind.getDouble("speed", 0.0)),
        !"n".equals(json.getJsonObject("sys", new JsonObject()).getString("pod")));
  }

  private static Sky sky(JsonObject json) {
    JsonObject weather = first(json.getJsonArray("weather"));
    return new Sky(
        need(weather.getInteger("id")),
        weather.getString("main", ""),
        weather.getString("description", ""));
  }

  private static FoundPlace place(JsonObject json) {
    return new FoundPlace(
        need(json.getString("name")),
        json.getString("state", ""),
        need(json.getString("country")),
        need(json.getDouble("lat")),
        need(json.getDouble("lon")));
  }

  /** No field is no rain. */
  private static Fall fall(JsonObject json, String hours) {
    return new Fall(
        amount(json.getJsonObject("rain"), hours), amount(json.getJsonObject("snow"), hours));
  }

  /** Old answers have the amount of three hours only: an even share of it is the last hour's. */
  private static double amount(JsonObject fall, String hours) {
    if (fall == null) {
      return 0;
    }
    Double named = fall.getDouble(hours);
    return named != null ? named : fall.getDouble("3h", 0.0) / OLD_HOURS;
  }

  /** Here {@code cod} is a number, there a text; elsewhere there is none. */
  private static JsonObject ok(JsonObject json) {
    if (!"200".equals(String.valueOf(json.getValue("cod")))) {
      throw new NoSuchElementException("cod is " + json.getValue("cod"));
    }
    return json;
  }

  private static JsonObject first(JsonArray array) {
    return need(need(array).getJsonObject(0));
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static <T> T need(T value) {
    if (value == null) {
      throw new NoSuchElementException("a field is missing");
    }
    return value;
  }

  private static <T> T read(Buffer body, Function<JsonObject, T> reader) throws WeatherFailure {
    return reading(() -> reader.apply(new JsonObject(body)));
  }

  private static <T> T reading(java.util.function.Supplier<T> reader) throws WeatherFailure {
    try {
      return reader.get();
    } catch (DecodeException e) {
      throw new WeatherFailure(Reason.GARBAGE, "the answer is not JSON");
    } catch (ClassCastException
        | NullPointerException
        | IndexOutOfBoundsException
        | NoSuchElementException
        | DateTimeParseException e) {
      throw new WeatherFailure(Reason.GARBAGE, "the answer lacks what it should have");
    }
  }
}
