package site.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at files that may be apps. */
final class AppFolder {
  private AppFolder() {}

  /** Whether there is something to deploy: built, or sources. */
  static boolean isApp(Path path) {
    return isJar(path)
        || Files.isDirectory(path.resolve("classes"))
        || Files.isDirectory(path.resolve("java"))
        || Glob.list(path).stream().anyMatch(AppFolder::isJar);
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
