package site.secrets;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a secret is called, {@code GROUP/name}, and how that looks where there can be no slash.
 *
 * @param text as written in a configuration
 */
public record SecretName(String text) implements Comparable<SecretName> {
  private static final int MAX_LENGTH = 128;
  private static final String WORD = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
  private static final Pattern FORM = Pattern.compile(WORD + "/" + WORD);

  /**
   * Checks the form, which is that of a path nobody can leave a directory with.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public SecretName {
    if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a secret is called GROUP/name, both of letters, digits and _ . -");
    }
  }

  /** The variable of the environment that wins over all other places. */
  public String variable() {
    return "SITE_SECRET_" + text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** As systemd and Docker know it, whose names are those of files. */
  String fileName() {
    return text.replace('/', '.');
  }

  @Override
  public int compareTo(SecretName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
