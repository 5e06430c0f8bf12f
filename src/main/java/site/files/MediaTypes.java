package site.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The {@code Content-Type} of a file, told by the ending of its name. */
final class MediaTypes {
  private static final String UNKNOWN = "application/octet-stream";
  private static final Map<String, String> BY_ENDING = table("media-types.txt");

  private MediaTypes() {}

  /** The type of a file of this name; what nobody knows is a sequence of bytes. */
  static String of(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String ending = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return dot < 0 ? UNKNOWN : BY_ENDING.getOrDefault(ending, UNKNOWN);
  }

  private static Map<String, String> table(String resource) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(MediaTypes.class.getResourceAsStream(resource), UTF_8))) {
      Map<String, String> types = new HashMap<>();
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> put(types, line));
      return Map.copyOf(types);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Map<String, String> types, String line) {
    String[] words = line.replace("; ", ";").trim().split(" +", -1);
    for (int i = 1; i < words.length; i++) {
      types.put(words[i], words[0].replace(";", "; "));
    }
  }
}
