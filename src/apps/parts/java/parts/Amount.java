package parts;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads prices as people type them: 499, 499.90, 499,90, 1.499 or 1,499.00 €. As cents have two
 * digits, what stands before three is a thousand in every language.
 */
final class Amount {
  private static final int MOST_UNITS = 1_000_000;
  private static final Pattern TYPED =
      Pattern.compile(
          "(?:\\p{Sc}\\s*)?(?:(\\d{1,7})|(\\d{1,3}(?:([.,])\\d{3}(?:\\3\\d{3})?)))"
              + "(?:(?!\\3)[.,](\\d{1,2}))?(?:\\s*\\p{Sc})?");

  private Amount() {}

  /** In cents; empty for what is no amount, or more than a million. */
  static Optional<Integer> cents(String typed) {
    Matcher found = TYPED.matcher(typed);
    if (!found.matches()) {
      return Optional.empty();
    }
    String whole = found.group(1) == null ? found.group(2) : found.group(1);
    String part = found.group(4) == null ? "00" : (found.group(4) + "0").substring(0, 2);
    int units = Integer.parseInt(whole.replaceAll("[.,]", ""));
    return units > MOST_UNITS
        ? Optional.empty()
        : Optional.of(units * 100 + Integer.parseInt(part));
  }
}
