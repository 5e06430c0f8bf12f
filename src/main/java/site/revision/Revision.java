package site.revision;

import java.time.Instant;
import site.config.Config;

/**
 * A configuration that serves.
 *
 * @param number counted from 1 in the life of the process
 * @param since when it was swapped in
 */
record Revision(int number, Instant since, Config config) {}
