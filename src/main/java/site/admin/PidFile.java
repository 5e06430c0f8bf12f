package site.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.FileProblem;

/**
 * Tells scripts and supervisors which process serves. It is not the lock: after {@code kill -9} the
 * file stays until the next start, so a server that cannot write it serves nevertheless.
 */
public final class PidFile {
  private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);

  private final Path path;
  private final String content = ProcessHandle.current().pid() + "\n";

  /** Not written yet. */
  public PidFile(Path run) {
    this.path = run.resolve("site.pid");
  }

  /** Replaces what an earlier process left; who reads meanwhile sees the old pid or the new one. */
  public void blockingWrite() {
    try {
      Path beside = path.resolveSibling(path.getFileName() + ".new");
      Files.createDirectories(path.getParent());
      Files.writeString(beside, content);
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("{} is not written: {}", path, FileProblem.reason(e));
    }
  }

  /** Only what this process wrote: another one may serve from the same directory by now. */
  public void blockingRemove() {
    try {
      if (Files.exists(path) && Files.readString(path).equals(content)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.warn("{} is not removed: {}", path, FileProblem.reason(e));
    }
  }
}
