package site.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * RFC 5424 messages of the facility {@code daemon}: alone in a datagram (RFC 5426), or one after
 * the other with their length in front (RFC 6587 3.4.1).
 */
final class SyslogFraming implements Framing {
  /** Three bytes each at most, so that the longest still fits into a datagram. */
  private static final int MOST_CHARACTERS = 16 * 1024;

  private static final int DAEMON = 3;

  private final boolean single;
  private final String origin;
  private final Clock clock;

  /**
   * For messages of this process.
   *
   * @param host its name, without blanks
   */
  SyslogFraming(boolean single, String host, Clock clock) {
    this.single = single;
    this.clock = clock;
    this.origin = " " + host + " site " + ProcessHandle.current().pid() + " - - ";
  }

  @Override
  public String framed(Severity severity, String line) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String text = line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line;
    return "<" + (DAEMON * 8 + severity.number()) + ">1 " + now + origin + text;
  }

  @Override
  public void append(StringBuilder batch, String framed) {
    if (!single) {
      batch.append(framed.getBytes(UTF_8).length).append(' ');
    }
    batch.append(framed);
  }

  @Override
  public boolean isSingle() {
    return single;
  }

  @Override
  public boolean isDated() {
    return true;
  }
}
