package site.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether certificates are kept where they survive. */
final class StoragePlace {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  private StoragePlace() {}

  /** Warns where a restart would lose them; authorities limit how often one may start anew. */
  static Void blockingWarn(Path directory) {
    try {
      warning(directory, Files.getFileStore(existing(directory)).type()).ifPresent(LOG::warn);
    } catch (IOException e) {
      LOG.debug("{}: its file system is not known", directory, e);
    }
    return null;
  }

  /**
   * What is wrong with a place.
   *
   * @param type of the file system, as the system calls it
   */
  static Optional<String> warning(Path directory, String type) {
    return switch (type) {
      case "overlay", "aufs" ->
          Optional.of(
              ("storage %s is in the container's own layer (%s): certificates are lost with the"
                      + " container; mount a volume")
                  .formatted(directory, type));
      case "tmpfs", "ramfs" ->
          Optional.of(
              "storage %s is in memory (%s): certificates are lost with the machine's next start"
                  .formatted(directory, type));
      default -> Optional.empty();
    };
  }

  private static Path existing(Path directory) {
    Path place = directory.toAbsolutePath();
    while (!Files.exists(place)) {
      place = place.getParent();
    }
    return place;
  }
}
