package site.acme;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What holds for every job.
 *
 * @param renewalInfo whether authorities are asked when to renew
 * @param stagingAfterFailure whether a failed validation is tried on staging next
 * @param renewAt part of the lifetime left at renewal, in place of our own rule
 * @param propagation how long proofs may take to become visible before the authority is asked
 *     nevertheless
 */
record JobRules(
    boolean renewalInfo,
    boolean stagingAfterFailure,
    OptionalDouble renewAt,
    Duration propagation) {}
