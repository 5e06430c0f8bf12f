package site.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at files that may be apps. */
final class AppFolder {
  private AppFolder() {}

  /** What a path holds, as far as deploying goes. */
  enum Kind {
    BUILT,
    SOURCES,
    OTHER
  }

  static Kind kind(Path path) {
    if (isJar(path)) {
      return Kind.BUILT;
    }
    if (Files.isDirectory(path.resolve("classes"))
        || list(path).stream().anyMatch(AppFolder::isJar)) {
      return Kind.BUILT;
    }
    return Files.isDirectory(path.resolve("java")) ? Kind.SOURCES : Kind.OTHER;
  }

  /** What lies in a directory, by name; nothing when there is no such directory. */
  static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The name an app has by default: that of its file. */
  static Optional<String> name(Path path) {
    String file = path.getFileName().toString();
    String name = isJar(path) ? file.substring(0, file.length() - ".jar".length()) : file;
    return Optional.of(name).filter(Names::isName);
  }

  private static boolean isJar(Path path) {
    return path.toString().endsWith(".jar") && Files.isRegularFile(path);
  }
}
