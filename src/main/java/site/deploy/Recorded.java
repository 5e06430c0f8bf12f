package site.deploy;

import java.time.Duration;

/**
 * A request that was answered, without what would say who asked.
 *
 * @param status 200 to 399
 * @param time until the head of the answer was there
 */
record Recorded(Question question, int status, Duration time) {}
