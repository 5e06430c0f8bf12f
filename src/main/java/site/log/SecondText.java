package site.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times to the second. Remembers the last one: thousands of lines share a second. */
final class SecondText {
  private final DateTimeFormatter format;

  /** Replaced by any thread; at worst one text is made twice. */
  private volatile Remembered last = new Remembered(Long.MIN_VALUE, "");

  private record Remembered(long second, String text) {}

  SecondText(String pattern, ZoneId zone) {
    // ROOT has English month names, as nginx writes them in every locale.
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
  }

  String of(Instant time) {
    Remembered known = last;
    if (known.second() == time.getEpochSecond()) {
      return known.text();
    }
    String text = format.format(time);
    last = new Remembered(time.getEpochSecond(), text);
    return text;
  }
}
