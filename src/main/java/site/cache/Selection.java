package site.cache;

import java.time.Instant;
import java.util.Optional;
import site.http.ByteRange;
import site.http.EntityTags;
import site.http.HttpDate;

/**
 * What of a stored response a client gets: all of it, a part, or only that it has it already (RFC
 * 9111 4.3.2, RFC 9110 13.2.2).
 */
sealed interface Selection {
  Whole WHOLE = new Whole();

  /** All of it. */
  record Whole() implements Selection {}

  /** 304. */
  record NotModified() implements Selection {}

  /** 206, or 416 for a part that does not exist. */
  record Range(ByteRange range) implements Selection {}

  /**
   * The conditions of a request, each null when it is absent.
   *
   * @param range null for other methods than GET, too
   */
  record Conditions(String ifNoneMatch, String ifModifiedSince, String range, String ifRange) {
    boolean areNone() {
      return ifNoneMatch == null && ifModifiedSince == null && range == null;
    }
  }

  /** Conditions and ranges are for 200 alone: other responses are no representations of it. */
  static Selection of(Conditions asked, int status, Fields fields, long length, Instant now) {
    if (asked.areNone() || status != 200) {
      return WHOLE;
    }
    if (isKnown(asked, fields, now)) {
      return new NotModified();
    }
    if (asked.range() == null || !isSame(asked.ifRange(), fields, now)) {
      return WHOLE;
    }
    ByteRange range = ByteRange.select(asked.range(), length);
    // RFC 9110 14.2: Range may be ignored; of several parts all is sent.
    boolean whole = range instanceof ByteRange.Whole || range instanceof ByteRange.Parts;
    return whole ? WHOLE : new Range(range);
  }

  /** RFC 9110 13.2.2: If-None-Match wins over If-Modified-Since. */
  private static boolean isKnown(Conditions asked, Fields fields, Instant now) {
    if (asked.ifNoneMatch() != null) {
      String etag = fields.first("etag");
      return etag == null
          ? asked.ifNoneMatch().trim().equals("*")
          : isNamed(etag.trim(), asked.ifNoneMatch());
    }
    if (asked.ifModifiedSince() == null) {
      return false;
    }
    // RFC 9111 4.3.2: where the time of the last change is not known, the date is as late as it.
    Optional<Instant> changed =
        date(fields.first("last-modified"), now).or(() -> date(fields.first("date"), now));
    Optional<Instant> since = date(asked.ifModifiedSince(), now);
    return changed.isPresent() && since.isPresent() && !changed.get().isAfter(since.get());
  }

  /** Some origins and clients forget the quotes; the same text is the same tag all the same. */
  private static boolean isNamed(String etag, String list) {
    return EntityTags.anyWeak(list, etag) || unquoted(etag).equals(unquoted(list.trim()));
  }

  private static String unquoted(String tag) {
    boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }

  /** RFC 9110 13.1.5: parts are joined to others only if they are of the very same bytes. */
  private static boolean isSame(String ifRange, Fields fields, Instant now) {
    if (ifRange == null) {
      return true;
    }
    if (ifRange.startsWith("\"") || ifRange.startsWith("W/")) {
      String etag = fields.first("etag");
      return etag != null && EntityTags.isStronglyEqual(ifRange, etag);
    }
    Optional<Instant> changed = date(fields.first("last-modified"), now);
    Optional<Instant> made = date(fields.first("date"), now);
    // RFC 9110 8.8.2.2: a date is strong when the response was made later than that second.
    boolean strong = changed.isPresent() && made.isPresent() && made.get().isAfter(changed.get());
    return strong && date(ifRange, now).equals(changed);
  }

  private static Optional<Instant> date(String text, Instant now) {
    return text == null ? Optional.empty() : HttpDate.parse(text.trim(), now);
  }
}
