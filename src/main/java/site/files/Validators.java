package site.files;

import java.time.Instant;

/**
 * What tells one state of a file from another to a client (RFC 9110 8.8).
 *
 * @param etag as sent, quotes included, {@code W/} in front where it is weak
 * @param modified as sent in {@code Last-Modified}, to the second; null when it is not sent
 */
record Validators(String etag, Instant modified) {}
