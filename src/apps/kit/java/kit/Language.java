package kit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which language a page speaks (K7). */
public final class Language {
  /** The languages there are texts in; the first one is for all who ask for none of them. */
  public static final List<String> ALL = List.of("en", "de");

  private Language() {}

  /**
   * The parameter wins over the cookie, and that over {@code Accept-Language}; each may be null.
   * What is no language of ours counts as not said.
   */
  public static Locale choose(String parameter, String cookie, String accepted) {
    return known(parameter)
        .or(() -> known(cookie))
        .or(() -> preferred(accepted))
        .map(Locale::forLanguageTag)
        .orElse(Locale.ENGLISH);
  }

  static Optional<String> known(String language) {
    return Optional.ofNullable(language).filter(ALL::contains);
  }

  private static Optional<String> preferred(String accepted) {
    if (accepted == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(accepted), ALL));
    } catch (IllegalArgumentException garbage) {
      return Optional.empty();
    }
  }
}
