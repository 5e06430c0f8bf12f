package site.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A log file that is put aside when its time is over. Touched by the writing thread only; what was
 * put aside is for {@link Archive}.
 */
final class RotatedFile {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final Clock clock;
  private volatile Rotation rotation = Rotation.NEVER;
  private long written;
  private Instant last;

  RotatedFile(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  Path file() {
    return file;
  }

  /** Any thread. */
  void rotation(Rotation wanted) {
    rotation = wanted;
  }

  int keep() {
    return rotation.keep();
  }

  /** The file was opened, and may go on where an earlier process stopped. */
  void openedBlocking() throws IOException {
    written = Files.size(file);
    last = written == 0 ? clock.instant() : Files.getLastModifiedTime(file).toInstant();
  }

  void wrote(long bytes) {
    written += bytes;
    last = clock.instant();
  }

  long room() {
    return rotation.room(written);
  }

  boolean isDue() {
    return rotation.isDue(written, last, clock.instant(), clock.getZone());
  }

  /** Gives it the name of this instant. */
  void putAsideBlocking() throws IOException {
    Instant now = clock.instant();
    Path aside = aside(now);
    while (Files.exists(aside) || Files.exists(Archive.compressed(aside))) {
      now = now.plus(1, ChronoUnit.MILLIS);
      aside = aside(now);
    }
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path aside(Instant at) {
    return file.resolveSibling(file.getFileName() + "." + STAMP.format(at));
  }
}
