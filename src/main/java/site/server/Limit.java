package site.server;

import java.util.Locale;

/** What a connection can run into; the names are those of the keys below {@code limits}. */
public enum Limit {
  HEADER_TIMEOUT;

  /** As the configuration, metrics and log lines call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
