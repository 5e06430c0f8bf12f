package site.importer.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.importer.Leftover;
import site.importer.Place;

/**
 * Reads plain assignments of a Python file: texts, numbers, truth values and lists of those.
 * Nothing is executed; what would have to be is named.
 */
final class GunicornFile {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_]\\w*)\\s*(?::\\s*\\w+\\s*)?=(?!=)\\s*(.*)", Pattern.DOTALL);
  private static final Pattern TEXT = Pattern.compile("[rub]?(?:\"([^\"\\\\]*)\"|'([^'\\\\]*)')");
  private static final Pattern WORD =
      Pattern.compile("-?\\d+(?:\\.\\d+)?|0o[0-7]+|True|False|None");
  private static final Pattern ITEMS =
      Pattern.compile("[\\[(]\\s*((?:[^\"'\\[\\]()]|\"[^\"]*\"|'[^']*')*)[\\])]", Pattern.DOTALL);
  private static final String CODE = "is code, which is not run; write the value here yourself";

  private GunicornFile() {}

  static Settings parse(Path file, String text) {
    Settings settings = new Settings();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Place place = new Place(file.toString(), i + 1);
      String line = withoutComment(lines[i]);
      if (line.isBlank() || line.matches("(import|from)\\s.*")) {
        continue;
      }
      if (!line.equals(line.stripLeading())) {
        continue; // inside a function or a block, which has been named
      }
      while (isOpen(line) && i + 1 < lines.length) {
        line += "\n" + withoutComment(lines[++i]);
      }
      read(line, place, settings);
    }
    return settings;
  }

  private static void read(String statement, Place place, Settings settings) {
    Matcher assignment = ASSIGNMENT.matcher(statement.strip());
    if (!assignment.matches()) {
      String shown = statement.strip().lines().findFirst().orElse("");
      settings.note(new Leftover(place, shown, CODE));
      return;
    }
    String name = assignment.group(1).replace('_', '-');
    Optional<List<String>> values = values(assignment.group(2).strip());
    if (values.isPresent()) {
      settings.add(new Setting(name, values.get(), place));
    } else if (Advice.on(name).isPresent()) {
      settings.note(new Leftover(place, assignment.group(1), CODE));
    }
  }

  private static Optional<List<String>> values(String expression) {
    Optional<String> single = value(expression);
    if (single.isPresent()) {
      return Optional.of(List.of(single.get()));
    }
    Matcher list = ITEMS.matcher(expression);
    if (!list.matches()) {
      return Optional.empty();
    }
    List<Optional<String>> items =
        List.of(list.group(1).split(",")).stream()
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .map(GunicornFile::value)
            .toList();
    return items.stream().allMatch(Optional::isPresent)
        ? Optional.of(items.stream().map(Optional::get).toList())
        : Optional.empty();
  }

  private static Optional<String> value(String expression) {
    Matcher text = TEXT.matcher(expression);
    if (text.matches()) {
      return Optional.of(text.group(1) != null ? text.group(1) : text.group(2));
    }
    return WORD.matcher(expression).matches() ? Optional.of(expression) : Optional.empty();
  }

  private static boolean isOpen(String text) {
    String bare = text.replaceAll("\"[^\"]*\"|'[^']*'", "");
    return bare.chars().filter(c -> c == '[' || c == '(' || c == '{').count()
        > bare.chars().filter(c -> c == ']' || c == ')' || c == '}').count();
  }

  private static String withoutComment(String line) {
    Matcher matcher = Pattern.compile("^((?:[^#\"']|\"[^\"]*\"|'[^']*')*)#.*$").matcher(line);
    return (matcher.matches() ? matcher.group(1) : line).stripTrailing();
  }
}
