package site.config;

import java.time.Duration;

/**
 * What a client may use up.
 *
 * @param headerSize bytes of one request's header section
 * @param requestLine bytes of the request line
 * @param headerTimeout how long a header section may take, and the first byte of a connection
 * @param idle how long a connection may be silent
 * @param streams concurrent streams of one HTTP/2 connection
 */
public record LimitsConfig(
    int headerSize, int requestLine, Duration headerTimeout, Duration idle, int streams) {}
