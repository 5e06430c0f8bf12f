package site.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an authority wants a certificate renewed (RFC 9773 4.2).
 *
 * @param certificate its identifier (RFC 9773 4.1): an answer is never used for another one
 * @param explanation a page for people, given when something is out of the ordinary
 */
public record RenewalWindow(
    String certificate, Instant start, Instant end, Optional<String> explanation) {

  /** RFC 9773 4.2: an end before the start makes no window. */
  boolean isUsable() {
    return start.isBefore(end);
  }

  Duration length() {
    return Duration.between(start, end);
  }
}
