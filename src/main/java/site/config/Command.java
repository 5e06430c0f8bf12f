package site.config;

import java.util.List;

/**
 * A program of the operator's and its arguments, to be run without a shell.
 *
 * @param words at least one
 */
public record Command(List<String> words) {
  public Command {
    words = List.copyOf(words);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
