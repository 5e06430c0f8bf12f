package kit.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The domains whose mailboxes are nobody's for long, read from lists of one domain a line. */
final class ThrowAway {
  private static final String OWN = "throw-away.txt";

  private final Set<String> domains = new HashSet<>();

  private ThrowAway() {}

  /** Those the kit knows. */
  static ThrowAway blockingKnown() throws IOException {
    try (InputStream in = ThrowAway.class.getResourceAsStream(OWN)) {
      return new ThrowAway().with(OWN, new String(in.readAllBytes(), UTF_8).lines().toList());
    }
  }

  /** And those of the operator. */
  ThrowAway blockingWith(Path file) throws IOException {
    return with(file.toString(), Files.readAllLines(file, UTF_8));
  }

  /** Lines that begin with {@code #} say nothing. */
  ThrowAway with(String name, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        domains.add(domain(line, name + ":" + (i + 1)));
      }
    }
    return this;
  }

  private static String domain(String line, String place) {
    try {
      String ascii = IDN.toASCII(line, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      if (ascii.indexOf('.') > 0) {
        return ascii;
      }
    } catch (IllegalArgumentException noName) {
      // as one without a dot
    }
    throw new IllegalArgumentException(place + ": \"" + line + "\" (expected a domain)");
  }

  /** The domain itself, or one it is below. */
  boolean has(String domain) {
    String name = domain;
    while (!domains.contains(name)) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        return false;
      }
      name = name.substring(dot + 1);
    }
    return true;
  }
}
