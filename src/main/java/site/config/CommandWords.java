package site.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import site.config.Shape.Scalar;

/**
 * A command on one line, to be run without a shell: words between blanks, with quotes around those
 * that have blanks in them. No other character means anything.
 */
final class CommandWords {
  private final String line;
  private final List<String> words = new ArrayList<>();
  private StringBuilder word;
  private char quote;

  private CommandWords(String line) {
    this.line = line;
  }

  static Scalar command() {
    return Scalars.parsed("a command and its arguments, quotes closed", CommandWords::parse);
  }

  /** Empty when there is no word, or a quote is left open. */
  static Optional<Command> parse(String line) {
    return new CommandWords(line).split().map(Command::new);
  }

  private Optional<List<String>> split() {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        inQuotes(c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        begin();
      } else if (Character.isWhitespace(c)) {
        end();
      } else {
        begin().append(c);
      }
    }
    end();
    return quote != 0 || words.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(words));
  }

  private void inQuotes(char c) {
    if (c == quote) {
      quote = 0;
    } else {
      word.append(c);
    }
  }

  private StringBuilder begin() {
    if (word == null) {
      word = new StringBuilder();
    }
    return word;
  }

  private void end() {
    if (word != null) {
      words.add(word.toString());
      word = null;
    }
  }
}
