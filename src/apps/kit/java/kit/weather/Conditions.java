package kit.weather;

import java.time.Instant;

/**
 * The weather at one place and moment.
 *
 * @param at when it was observed
 * @param temperature in degrees Celsius
 * @param wind in metres per second
 * @param gust the strongest wind, in metres per second; the wind where no gusts are told of
 * @param lastHour what fell in the hour before
 */
public record Conditions(
    Instant at, Sky sky, double temperature, double wind, double gust, Fall lastHour) {}
