package site.acme.certbot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What certbot remembers about one certificate: {@code renewal/NAME.conf}, pairs of key and value,
 * in sections whose names do not matter because no key occurs in two.
 */
record RenewalFile(Map<String, String> values) {
  static final RenewalFile NONE = new RenewalFile(Map.of());

  /** Empty when it cannot be read or tells nothing. */
  static Optional<RenewalFile> blockingRead(Path file) {
    try {
      RenewalFile read = parse(Files.readString(file, StandardCharsets.UTF_8));
      return Optional.of(read).filter(f -> f.values.containsKey("fullchain"));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  static RenewalFile parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return new RenewalFile(Map.copyOf(values));
  }

  /**
   * A value that was set; certbot writes {@code None} and {@code False} for those that were not.
   */
  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key))
        .map(value -> value.replaceFirst(",$", ""))
        .filter(value -> !value.isEmpty() && !value.equals("None") && !value.equals("False"));
  }
}
