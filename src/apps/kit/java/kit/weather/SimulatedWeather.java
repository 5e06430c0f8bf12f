package kit.weather;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import kit.weather.Forecast.Slot;

/**
 * Invents weather: the same for the same place and hour, always and everywhere, so that pages and
 * tests have something to show. Warm near the equator, colder in winter and at night, and wet in
 * spells of some hours.
 */
public final class SimulatedWeather implements WeatherSource {
  private static final int SLOTS = 40;
  private static final Duration SLOT = Duration.ofHours(3);

  private final Clock clock;

  public SimulatedWeather(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Future<Conditions> current(Spot spot) {
    Instant now = clock.instant();
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    double wind = wind(spot, hour);
    return Future.succeededFuture(
        new Conditions(
            now.truncatedTo(ChronoUnit.SECONDS),
            sky(spot, hour),
            temperature(spot, hour),
            wind,
            rounded(wind * 1.5),
            fall(spot, hour)));
  }

  @Override
  public Future<Forecast> forecast(Spot spot) {
    Instant now = clock.instant();
    Instant first =
        Instant.ofEpochSecond(
                Math.floorDiv(now.getEpochSecond(), SLOT.toSeconds()) * SLOT.toSeconds())
            .plus(SLOT);
    return Future.succeededFuture(
        new Forecast(
            ZoneOffset.ofHours((int) Math.round(spot.lon() / 15)),
            IntStream.range(0, SLOTS)
                .mapToObj(i -> slot(spot, first.plus(SLOT.multipliedBy(i))))
                .toList()));
  }

  @Override
  public Future<PastHour> hour(Spot spot, Instant hour) {
    Instant begin = hour.truncatedTo(ChronoUnit.HOURS);
    return Future.succeededFuture(new PastHour(begin, fall(spot, begin)));
  }

  @Override
  public Future<DayTotal> day(Spot spot, LocalDate date, ZoneOffset offset) {
    Instant midnight = date.atTime(LocalTime.MIDNIGHT).toInstant(offset);
    double total =
        IntStream.range(0, 24)
            .mapToDouble(i -> fall(spot, midnight.plus(Duration.ofHours(i))).total())
            .sum();
    return Future.succeededFuture(new DayTotal(date, rounded(total)));
  }

  /** Knows no names: an app has a list of its own. */
  @Override
  public Future<List<FoundPlace>> find(String name, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  private static Slot slot(Spot spot, Instant at) {
    double here = temperature(spot, at);
    double later = temperature(spot, at.plus(SLOT));
    Fall fall = threeHours(spot, at);
    double solar = solarHour(spot, at);
    return new Slot(
        at,
        sky(spot, at),
        Math.min(here, later),
        Math.max(here, later),
        fall.total() > 0 ? 0.8 : rounded(chance(spot, at, 5) * 0.4),
        fall,
        rounded(wind(spot, at) * 1.5),
        solar >= 6 && solar < 18);
  }

  private static Fall threeHours(Spot spot, Instant at) {
    double rain = 0;
    double snow = 0;
    for (int i = 0; i < SLOT.toHours(); i++) {
      Fall hour = fall(spot, at.plus(Duration.ofHours(i)));
      rain += hour.rain();
      snow += hour.snow();
    }
    return new Fall(rounded(rain), rounded(snow));
  }

  /** What falls in the hour that begins then. */
  public static Fall fall(Spot spot, Instant hour) {
    if (!isWet(spot, hour)) {
      return Fall.NONE;
    }
    double amount = rounded(0.1 + 4 * Math.pow(chance(spot, hour, 1), 3));
    return temperature(spot, hour) < 0.5 ? new Fall(0, amount) : new Fall(amount, 0);
  }

  private static Sky sky(Spot spot, Instant hour) {
    Fall fall = fall(spot, hour);
    if (fall.snow() > 0) {
      return new Sky(601, "Snow", "snow");
    }
    if (fall.rain() > 3) {
      return new Sky(211, "Thunderstorm", "thunderstorm");
    }
    if (fall.rain() > 0) {
      return fall.rain() < 0.3
          ? new Sky(300, "Drizzle", "light drizzle")
          : new Sky(500, "Rain", "light rain");
    }
    double clouds = chance(spot, spell(hour), 2);
    if (clouds < 0.45) {
      return new Sky(800, "Clear", "clear sky");
    }
    return clouds < 0.9 ? new Sky(803, "Clouds", "broken clouds") : new Sky(741, "Fog", "fog");
  }

  private static boolean isWet(Spot spot, Instant hour) {
    return chance(spot, spell(hour), 3) < 0.2 && chance(spot, hour, 4) < 0.7;
  }

  /** Weather stays for a while: eight hours that have something in common. */
  private static Instant spell(Instant hour) {
    long length = Duration.ofHours(8).toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(hour.getEpochSecond(), length) * length);
  }

  private static double temperature(Spot spot, Instant at) {
    double year = (at.getEpochSecond() / 86_400.0 - 200) / 365.25;
    double season = Math.cos(2 * Math.PI * year) * spot.lat() / 4.5;
    double day = -4 * Math.cos(2 * Math.PI * (solarHour(spot, at) - 3) / 24);
    double mood = 6 * (chance(spot, spell(at), 6) - 0.5);
    return rounded(27 - Math.abs(spot.lat()) * 0.42 + season + day + mood);
  }

  private static double wind(Spot spot, Instant hour) {
    return rounded(1 + 9 * Math.pow(chance(spot, spell(hour), 7), 2));
  }

  private static double solarHour(Spot spot, Instant at) {
    double hours = at.getEpochSecond() / 3600.0 + spot.lon() / 15;
    return hours - 24 * Math.floor(hours / 24);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  /** A number from 0 to 1 that place, time and purpose have between them (SplitMix64's mixing). */
  private static double chance(Spot spot, Instant at, int purpose) {
    long z =
        spot.id() * 0x9E3779B97F4A7C15L + at.getEpochSecond() * 31 + purpose * 0x632BE59BD9B4E019L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
