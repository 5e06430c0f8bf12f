package kit.weather;

import java.time.LocalDate;

/**
 * What fell on a day, by the place's own calendar.
 *
 * @param precipitation rain and snow together, in millimetres of water
 */
public record DayTotal(LocalDate date, double precipitation) {}
