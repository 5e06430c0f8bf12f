package site.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds files by a pattern: {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}} in any segment.
 */
final class Glob {
  private Glob() {}

  /** The regular files that match, in the order of their names; hidden ones only when named. */
  static List<Path> files(Path directory, String pattern) {
    Path segments = Path.of(pattern);
    Stream<Path> found = Stream.of(segments.isAbsolute() ? segments.getRoot() : directory);
    for (Path segment : segments) {
      found =
          isPattern(segment.toString())
              ? matching(found, segment)
              : found.map(parent -> parent.resolve(segment));
    }
    return found.filter(Files::isRegularFile).toList();
  }

  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /** What lies in a directory, by name; nothing when there is no such directory. */
  static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Stream<Path> matching(Stream<Path> directories, Path segment) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + segment);
    return directories
        .flatMap(directory -> list(directory).stream())
        .filter(path -> matcher.matches(path.getFileName()))
        .filter(path -> !path.getFileName().toString().startsWith("."));
  }
}
