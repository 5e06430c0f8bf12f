package kit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Light, dark, or whatever the visitor's system says (K6). */
public enum Theme {
  AUTO,
  LIGHT,
  DARK;

  /** As it stands in the address, the cookie and the style sheet. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Theme> of(String word) {
    return Stream.of(values()).filter(theme -> theme.word().equals(word)).findFirst();
  }
}
