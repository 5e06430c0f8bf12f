package site.compare;

import java.util.Locale;

/** What came of asking two. */
public enum Verdict {
  SAME,
  /** Their statuses differ. */
  STATUS,
  /** A field that means something to clients differs. */
  HEADERS,
  /** Their bodies differ, beyond what means nothing. */
  BODY,
  /** Too many were being compared, the request has a body, or the client left. */
  SKIPPED;

  /** As {@code status} and metrics call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
