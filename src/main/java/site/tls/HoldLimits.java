package site.tls;

import java.time.Duration;

/**
 * How many handshakes may wait for their certificate, and for how long; beyond, they are refused.
 *
 * @param time must be less than the listener's handshake timeout (10 s unless configured)
 * @param total handshakes waiting at the same time
 * @param perClient of them, those from one address; unix sockets do not count here
 */
public record HoldLimits(Duration time, int total, int perClient) {

  /** Eight seconds, 200 handshakes, 4 per client. */
  public static final HoldLimits DEFAULT = new HoldLimits(Duration.ofSeconds(8), 200, 4);
}
