package site.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;

/** The plain values that name something in the file system; relative ones are below the home. */
final class Paths {
  private static final Map<String, Object> STRING = Map.of("type", "string");

  /** What the address of a Unix socket can hold (unix(7)), less its closing zero. */
  private static final int MAX_SOCKET_PATH = 107;

  private static final int MAX_TEXT = 64 << 10;

  private Paths() {}

  /** A place where something may be one day. */
  static Scalar any(String expectation) {
    return scalar(expectation, path -> new Reading.Value(path));
  }

  /** A file that is there and may be read. */
  static Scalar file() {
    return existing("an existing file", Files::isRegularFile);
  }

  /** A file that is there, whose text is the value; it is small and may be a secret. */
  static Scalar textOf() {
    return scalar(
        "an existing file with a text of at most 64 KiB", path -> Reading.of(blockingText(path)));
  }

  /** The same, and which file it was. */
  static Scalar fileText(String expectation) {
    return scalar(
        expectation, path -> Reading.of(blockingText(path).map(text -> new FileText(path, text))));
  }

  private static Optional<String> blockingText(Path path) {
    try {
      return Files.size(path) > MAX_TEXT
          ? Optional.empty()
          : Optional.of(Files.readString(path).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A directory that is there and may be read. */
  static Scalar directory() {
    return existing("an existing directory", Files::isDirectory);
  }

  /** A jar or a folder to deploy. */
  static Scalar app() {
    return scalar(
        "a jar, or a folder with classes/, java/ or jars",
        path -> {
          if (!Files.exists(path)) {
            return Reading.wrong("an existing jar or folder");
          }
          return AppFolder.isApp(path) ? readable(path) : Reading.WRONG;
        });
  }

  /** A Unix socket to be made. */
  static Scalar socket() {
    return scalar("the path of a socket", Paths::socketOfFittingLength);
  }

  /** A group of this system. */
  static Scalar group() {
    return Scalars.textThat("a group of this system", Paths::isGroup);
  }

  /** Empty when the file system has no such paths. */
  static Optional<Path> resolve(String text, Path home) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(home.resolve(text).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static Reading socketOfFittingLength(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH
        ? Reading.wrong("a socket's path of at most " + MAX_SOCKET_PATH + " bytes")
        : new Reading.Value(path);
  }

  private static boolean isGroup(String name) {
    try {
      var principals = FileSystems.getDefault().getUserPrincipalLookupService();
      return principals.lookupPrincipalByGroupName(name) != null;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static Scalar existing(String expectation, Predicate<Path> test) {
    return scalar(expectation, path -> test.test(path) ? readable(path) : Reading.WRONG);
  }

  private static Reading readable(Path path) {
    return Files.isReadable(path)
        ? new Reading.Value(path)
        : Reading.wrong("something this user may read");
  }

  private static Scalar scalar(String expectation, Function<Path, Reading> reading) {
    return new Scalar(
        expectation,
        (text, home) -> resolve(text, home).map(reading).orElse(Reading.WRONG),
        STRING);
  }
}
