package site.importer.python;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.importer.ImportFailure;
import site.importer.Place;

/** Reads the section {@code [uwsgi]} of an ini file, its placeholders filled in. */
final class UwsgiIni {
  private static final Pattern OTHER = Pattern.compile("%\\(([^)]+)\\)|\\$\\(([^)]+)\\)");

  private final Path file;
  private final Map<String, String> values = new HashMap<>();
  private final Settings settings = new Settings();

  private UwsgiIni(Path file) {
    this.file = file;
  }

  /**
   * The settings of a text.
   *
   * @throws ImportFailure when a line is none
   */
  static Settings parse(Path file, String text) {
    return new UwsgiIni(file.toAbsolutePath()).settings(file.toString(), text);
  }

  private Settings settings(String shownFile, String text) {
    boolean ours = true;
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      Place place = new Place(shownFile, ++number);
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        ours = line.equals("[uwsgi]");
      } else if (ours) {
        settings.add(setting(line, place));
      }
    }
    return settings;
  }

  private Setting setting(String line, Place place) {
    int equals = line.indexOf('=');
    if (equals == 0 || line.startsWith("<")) {
      throw new ImportFailure(place, "\"" + line + "\" (expected NAME = VALUE)");
    }
    String name = (equals < 0 ? line : line.substring(0, equals)).strip().replace('_', '-');
    String value = equals < 0 ? "" : filled(line.substring(equals + 1).strip());
    values.put(name, value);
    return new Setting(name, value.isEmpty() ? List.of() : List.of(value), place);
  }

  /** {@code %d}, {@code %n}, {@code %(name)} and {@code $(VARIABLE)} as uWSGI fills them in. */
  private String filled(String text) {
    String name = file.getFileName().toString();
    String plain =
        text.replace("%d", file.getParent() + "/")
            .replace("%p", file.toString())
            .replace("%s", name)
            .replace("%n", name.replaceFirst("\\.[^.]*$", ""));
    return OTHER.matcher(plain).replaceAll(match -> Matcher.quoteReplacement(other(match)));
  }

  private String other(java.util.regex.MatchResult match) {
    if (match.group(1) == null) {
      return "${env:" + match.group(2) + "}";
    }
    String name = match.group(1).replace('_', '-');
    settings.all(name);
    return values.getOrDefault(name, match.group());
  }

  static List<String> protocols() {
    return List.of("socket", "uwsgi-socket", "http-socket", "http", "fastcgi-socket");
  }
}
