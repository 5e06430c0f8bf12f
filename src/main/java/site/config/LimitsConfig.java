package site.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client may use up.
 *
 * @param headerSize bytes of one request's header section
 * @param headerCount fields of one request's header section
 * @param requestLine bytes of the request line
 * @param headerTimeout how long a header section may take, and the first byte of a connection
 * @param bodyMinRate bytes a request's body has to make each second; 0 for any
 * @param idle how long a connection may be silent
 * @param connections open at a time, on all listeners together
 * @param connectionsPerClient of one address, or one /64 of IPv6
 * @param requests under way at a time, on all listeners together
 * @param streams concurrent streams of one HTTP/2 connection
 */
public record LimitsConfig(
    int headerSize,
    int headerCount,
    int requestLine,
    Duration headerTimeout,
    long bodyMinRate,
    Duration idle,
    int connections,
    Optional<Integer> connectionsPerClient,
    Optional<Integer> requests,
    int streams) {}
