package site.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What Python's keyring library keeps: asked for by its own command, by that of the desktop's
 * Secret Service, or read from the file of its plain-text backend. Only reads.
 */
public final class Keyring {
  private static final long PATIENCE_SECONDS = 30;
  private static final int MAX_BYTES = 1 << 20;

  private final List<Path> path;
  private final Path plainFile;

  /**
   * Looks for the commands on the {@code PATH} of this environment and for the file in its home.
   */
  public Keyring(UnaryOperator<String> environment) {
    this.path =
        Stream.of(Optional.ofNullable(environment.apply("PATH")).orElse("").split(":"))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    this.plainFile =
        Optional.ofNullable(environment.apply("XDG_DATA_HOME"))
            .filter(directory -> !directory.isEmpty())
            .map(Path::of)
            .orElse(Path.of(String.valueOf(environment.apply("HOME")), ".local", "share"))
            .resolve("python_keyring/keyring_pass.cfg");
  }

  /** The value of one; empty when none of the three has it. */
  public Optional<String> blockingFind(SecretName name) {
    String[] parts = name.text().split("/", 2);
    return blockingAsk("keyring", "get", parts[0], parts[1])
        .or(() -> blockingAsk("secret-tool", "lookup", "service", parts[0], "username", parts[1]))
        .or(() -> blockingPlain(parts[0], parts[1]));
  }

  private Optional<String> blockingAsk(String program, String... arguments) {
    return path.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .flatMap(found -> blockingRun(found, arguments));
  }

  /** No value, no such backend, a locked keyring nobody opens: all end with another code than 0. */
  private static Optional<String> blockingRun(Path program, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process
          .onExit()
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .exceptionally(late -> process.destroyForcibly());
      byte[] said = process.getInputStream().readNBytes(MAX_BYTES);
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return Optional.of(new String(said, UTF_8).replaceFirst("\\r?\\n\\z", ""))
          .filter(value -> ended && process.exitValue() == 0 && !value.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<String> blockingPlain(String group, String name) {
    try {
      return Files.exists(plainFile)
          ? PlainKeyringFile.find(Files.readAllLines(plainFile), group, name)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new SecretsFailure("cannot read " + plainFile, e);
    }
  }

  /** The format of keyrings.alt's plain-text file: an INI file with names escaped, values coded. */
  static final class PlainKeyringFile {
    private PlainKeyringFile() {}

    static Optional<String> find(List<String> lines, String group, String name) {
      String section = "[" + escaped(group) + "]";
      // ConfigParser writes keys in lower case
      String entry = escaped(name).toLowerCase(Locale.ROOT) + " =";
      boolean inside = false;
      boolean collecting = false;
      StringBuilder value = new StringBuilder();
      for (String line : lines) {
        if (line.startsWith("[")) {
          inside = line.strip().equals(section);
        }
        boolean begins = inside && line.toLowerCase(Locale.ROOT).startsWith(entry);
        collecting = begins || (collecting && line.startsWith("\t"));
        if (collecting) {
          value.append(begins ? line.substring(entry.length()).strip() : line.strip());
        }
      }
      return Optional.of(value.toString())
          .filter(coded -> !coded.isEmpty())
          .map(coded -> new String(Base64.getMimeDecoder().decode(coded), UTF_8));
    }

    /** Letters and digits stand for themselves, all else for an underscore and its hex code. */
    private static String escaped(String text) {
      StringBuilder escaped = new StringBuilder();
      for (byte one : text.getBytes(UTF_8)) {
        boolean plain = one > 0 && Character.isLetterOrDigit(one);
        escaped.append(plain ? String.valueOf((char) one) : "_%02X".formatted(one & 0xff));
      }
      return escaped.toString();
    }
  }
}
