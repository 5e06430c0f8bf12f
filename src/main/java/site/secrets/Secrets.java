package site.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds secrets where somebody put them: the environment, systemd's credentials, the folder
 * containers get them in, the store. The first place that has one wins.
 */
public final class Secrets {
  private static final Path CONTAINERS = Path.of("/run/secrets");
  private static final int MAX_BYTES = 64 << 10;

  private final SecretStore store;
  private final UnaryOperator<String> environment;
  private final List<Path> folders;

  /**
   * Looks where this machine has secrets.
   *
   * @param environment looks a variable up, null when it is not set
   */
  public Secrets(SecretStore store, UnaryOperator<String> environment) {
    this(store, environment, CONTAINERS);
  }

  Secrets(SecretStore store, UnaryOperator<String> environment, Path containers) {
    this.store = store;
    this.environment = environment;
    this.folders =
        Stream.of(
                Optional.ofNullable(environment.apply("CREDENTIALS_DIRECTORY"))
                    .filter(directory -> !directory.isEmpty())
                    .map(Path::of)
                    .orElse(null),
                containers)
            .filter(Objects::nonNull)
            .toList();
  }

  /**
   * The value of one; empty when no place has it.
   *
   * @throws IllegalArgumentException when nothing can have this name
   * @throws SecretsFailure when the place that has it cannot be read
   */
  public Optional<String> blockingFind(String name) {
    return blockingFind(new SecretName(name));
  }

  private Optional<String> blockingFind(SecretName name) {
    String variable = environment.apply(name.variable());
    if (variable != null) {
      return Optional.of(variable);
    }
    Optional<Path> file = file(name);
    return file.isPresent() ? file.map(Secrets::blockingRead) : store.blockingFind(name);
  }

  /** Where the value of a name comes from at present, in words; empty when from nowhere. */
  public Optional<String> blockingPlace(SecretName name) {
    if (environment.apply(name.variable()) != null) {
      return Optional.of("environment");
    }
    return file(name)
        .map(Path::toString)
        .or(() -> Optional.of("store").filter(s -> store.blockingNames().contains(name)));
  }

  private Optional<Path> file(SecretName name) {
    return folders.stream()
        .flatMap(folder -> Stream.of(folder.resolve(name.fileName()), folder.resolve(name.text())))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String blockingRead(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new SecretsFailure(file + " is larger than 64 KiB");
      }
      return Files.readString(file).replaceFirst("\\r?\\n\\z", "");
    } catch (IOException e) {
      throw new SecretsFailure("cannot read " + file + " as UTF-8 text", e);
    }
  }
}
