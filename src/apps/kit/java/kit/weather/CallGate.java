package kit.weather;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import kit.weather.WeatherFailure.Reason;

/**
 * Says when the next call may be made: so many a minute for all products together, none of a
 * product that was told to wait, and no more of One Call in a day than allowed. Makes no calls. The
 * pace is measured as waits are, by the time that passes: a clock may be set, or stand still.
 */
public final class CallGate {
  /** What OpenWeatherMap asks for after a 429. */
  static final Duration THROTTLED_FOR = Duration.ofMinutes(10);

  static final Duration SLOW_FOR = Duration.ofHours(1);
  static final Duration REJECTED_FOR = Duration.ofHours(1);

  /** Calls that may be made at once after a time without any. */
  private static final int BURST = 5;

  private final CallLimits limits;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Map<Product, Closed> closed = new EnumMap<>(Product.class);
  private long next;
  private Instant slowUntil = Instant.EPOCH;
  private LocalDate day = LocalDate.EPOCH;
  private int oneCalls;

  private record Closed(Reason reason, Instant until) {}

  public CallGate(CallLimits limits, Clock clock) {
    this(limits, clock, System::nanoTime);
  }

  /**
   * With another measure of the time that passes.
   *
   * @param nanos as of {@link System#nanoTime}
   */
  public CallGate(CallLimits limits, Clock clock, LongSupplier nanos) {
    this.limits = limits;
    this.clock = clock;
    this.nanos = nanos;
    this.next = nanos.getAsLong() - saved(limits.pause());
  }

  public CallLimits limits() {
    return limits;
  }

  /**
   * Takes a turn.
   *
   * @return how long to wait for it
   * @throws WeatherFailure when there is none to be had
   */
  public synchronized Duration takeTurn(Product product) throws WeatherFailure {
    checkOpen(product);
    long now = nanos.getAsLong();
    Duration pause = pause();
    long turn = Math.max(next - now, -saved(pause));
    Duration wait = Duration.ofNanos(Math.max(turn, 0));
    if (wait.compareTo(limits.longestWait()) > 0) {
      throw new WeatherFailure(
          Reason.THROTTLED, "too many questions wait for " + product, clock.instant().plus(wait));
    }
    countOneCall(product);
    next = now + turn + pause.toNanos();
    return wait;
  }

  private Duration pause() {
    boolean isSlow = clock.instant().isBefore(slowUntil);
    return isSlow ? limits.pause().multipliedBy(2) : limits.pause();
  }

  /** How far behind the last turn may be at most, however long ago it was. */
  private static long saved(Duration pause) {
    return pause.multipliedBy(BURST - 1).toNanos();
  }

  /**
   * For the end of a wait.
   *
   * @throws WeatherFailure when the product was closed meanwhile
   */
  public synchronized void checkOpen(Product product) throws WeatherFailure {
    Closed now = closed.get(product);
    if (now == null || !clock.instant().isBefore(now.until())) {
      return;
    }
    throw new WeatherFailure(
        now.reason(), product + " is not asked before " + now.until(), now.until());
  }

  private void countOneCall(Product product) throws WeatherFailure {
    if (!product.isOneCall()) {
      return;
    }
    forgetYesterday();
    if (oneCalls >= limits.oneCallPerDay()) {
      Instant tomorrow = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
      throw new WeatherFailure(
          Reason.USED_UP, "all " + limits.oneCallPerDay() + " calls of the day are made", tomorrow);
    }
    oneCalls++;
  }

  /** What the service said about a call. */
  public synchronized void failed(Product product, Reason reason) {
    Instant now = clock.instant();
    if (reason == Reason.THROTTLED) {
      closed.put(product, new Closed(reason, now.plus(THROTTLED_FOR)));
      slowUntil = now.plus(THROTTLED_FOR).plus(SLOW_FOR);
    } else if (reason == Reason.REJECTED) {
      closed.put(product, new Closed(reason, now.plus(REJECTED_FOR)));
    }
  }

  /** Calls of One Call made today before this gate was there. */
  public synchronized void oneCallsToday(int made) {
    forgetYesterday();
    oneCalls = Math.max(oneCalls, made);
  }

  private void forgetYesterday() {
    LocalDate today = LocalDate.now(clock);
    if (!today.equals(day)) {
      day = today;
      oneCalls = 0;
    }
  }

  /** Why a product is not asked now, in words for a status page; empty when it is. */
  public synchronized String state(Product product) {
    Closed now = closed.get(product);
    if (now == null || !clock.instant().isBefore(now.until())) {
      return product.isOneCall() ? usedUp() : "";
    }
    String why = now.reason() == Reason.REJECTED ? "key rejected" : "throttled";
    return why + " until " + now.until();
  }

  private String usedUp() {
    boolean all = LocalDate.now(clock).equals(day) && oneCalls >= limits.oneCallPerDay();
    return all ? "all " + limits.oneCallPerDay() + " calls of the day are made" : "";
  }
}
