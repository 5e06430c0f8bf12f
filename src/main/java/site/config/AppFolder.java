package site.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
        || Glob.list(path).stream().anyMatch(AppFolder::isJar)) {
      return Kind.BUILT;
    }
    return Files.isDirectory(path.resolve("java")) ? Kind.SOURCES : Kind.OTHER;
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
