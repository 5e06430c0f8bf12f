package site.server;

import java.util.Locale;

/**
 * What a connection can run into. The names of those that can be set are the names of their keys
 * below {@code limits}.
 */
public enum Limit {
  CONNECTIONS,
  CONNECTIONS_PER_CLIENT,
  REQUESTS,
  /** {@code header-timeout} while TLS shakes hands. */
  HANDSHAKE,
  HEADER_TIMEOUT,
  BODY_MIN_RATE,
  /** Request content that nobody wants and that does not end. */
  UNREAD_BODY,
  /** {@code idle} with a response that the client does not take. */
  UNREAD_RESPONSE,
  HTTP2_RESETS,
  HTTP2_SETTINGS,
  HTTP2_PINGS,
  HTTP2_PRIORITIES,
  HTTP2_WINDOW_UPDATES,
  HTTP2_CONTINUATIONS,
  HTTP2_EMPTY_FRAMES,
  HTTP2_OTHER_FRAMES,
  HTTP3_RESETS;

  /** As the configuration, metrics and log lines call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
