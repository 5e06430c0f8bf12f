package site.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Nobody gets in for a while.
 *
 * @param page what visitors see, HTML; absent: the error page of 503
 * @param retryAfter when to come back; zero says nothing about it
 * @param allow networks that get in nevertheless
 * @param file holds only while this exists; absent: as long as it is configured
 */
public record MaintenanceConfig(
    Optional<String> page, Duration retryAfter, List<Network> allow, Optional<Path> file) {}
