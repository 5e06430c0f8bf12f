package site.config;

import java.time.Duration;

/**
 * How the server stops.
 *
 * @param delay how long it goes on serving after it was asked to stop
 * @param drain how long requests in flight may take after that
 */
public record ShutdownConfig(Duration delay, Duration drain) {}
