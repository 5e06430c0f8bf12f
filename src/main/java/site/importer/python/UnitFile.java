package site.importer.python;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.importer.Place;

/** The command line in a systemd unit, or in any text file that has one. */
final class UnitFile {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern FOLDER = Pattern.compile("(?m)^\\s*WorkingDirectory=(.+)$");

  private UnitFile() {}

  /**
   * Options of a command.
   *
   * @param folder where it is started
   * @param rest what is no option: the application
   */
  record CommandLine(List<Setting> options, Path folder, List<String> rest) {}

  /**
   * The first line that starts the program.
   *
   * @param withoutValue options that take none, by their long names
   * @param shortNames what single letters stand for, as {@code b=bind}
   */
  static Optional<CommandLine> find(
      Path file, String text, String program, List<String> withoutValue, List<String> shortNames) {
    String joined = text.replace("\\\n", " \u0000");
    String[] lines = joined.split("\n", -1);
    int line = 1;
    for (String candidate : lines) {
      Place place = new Place(file.toString(), line);
      List<String> words = words(candidate.replace("\u0000", ""));
      int at = index(words, program);
      if (at >= 0 && !candidate.strip().startsWith("#")) {
        List<String> arguments = words.subList(at + 1, words.size());
        return Optional.of(parse(arguments, place, folder(file, text), withoutValue, shortNames));
      }
      line += 1 + (int) candidate.chars().filter(c -> c == 0).count();
    }
    return Optional.empty();
  }

  private static Path folder(Path file, String text) {
    Matcher matcher = FOLDER.matcher(text);
    Path parent = file.toAbsolutePath().getParent();
    return matcher.find() ? parent.resolve(matcher.group(1).strip()) : parent;
  }

  private static int index(List<String> words, String program) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).replaceFirst("^ExecStart=[-@:+!]*", "");
      if (word.equals(program) || word.endsWith("/" + program)) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(m -> m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3))
        .toList();
  }

  private static CommandLine parse(
      List<String> words,
      Place place,
      Path folder,
      List<String> withoutValue,
      List<String> shortNames) {
    List<Setting> options = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-")) {
        rest.add(word);
        continue;
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = longName(equals < 0 ? word : word.substring(0, equals), shortNames);
      boolean alone = withoutValue.contains(name) || i + 1 == words.size();
      String value = equals >= 0 ? word.substring(equals + 1) : alone ? "" : words.get(++i);
      options.add(new Setting(name, value.isEmpty() ? List.of() : List.of(value), place));
    }
    return new CommandLine(options, folder, rest);
  }

  private static String longName(String option, List<String> shortNames) {
    if (option.startsWith("--")) {
      return option.substring(2).replace('_', '-');
    }
    String letter = option.substring(1);
    return shortNames.stream()
        .filter(name -> name.startsWith(letter + "="))
        .map(name -> name.substring(letter.length() + 1))
        .findFirst()
        .orElse(letter);
  }
}
