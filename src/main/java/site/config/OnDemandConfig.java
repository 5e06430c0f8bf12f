package site.config;

import java.net.URI;
import java.time.Duration;

/**
 * Certificates for names that no configuration lists, at their first handshake.
 *
 * @param ask is asked whether a name is ours
 * @param names how many new names there may be
 * @param per in this time
 */
public record OnDemandConfig(URI ask, int names, Duration per) {}
