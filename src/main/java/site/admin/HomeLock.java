package site.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import site.config.FileProblem;

/**
 * Sees to it that one server at a time works on a data directory, and tells others who it is. The
 * lock is the kernel's: it is gone with the process, however that ended.
 */
public final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The server that holds the lock. */
  public record Holder(long pid, Path adminSocket) {}

  /**
   * Takes the lock for this process.
   *
   * @throws IllegalStateException with a sentence: another server has it, or the directory is not
   *     writable
   */
  public static HomeLock blockingTake(Path data, Path adminSocket) {
    try {
      Files.createDirectories(data);
      FileChannel channel =
          FileChannel.open(file(data), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(data);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(content(adminSocket).getBytes(StandardCharsets.UTF_8)));
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write to " + data + ": " + FileProblem.reason(e), e);
    }
  }

  private static IllegalStateException taken(Path data) {
    String pid = holder(data).map(h -> " (pid " + h.pid() + ")").orElse("");
    return new IllegalStateException("another server" + pid + " already runs on " + data);
  }

  private static String content(Path adminSocket) {
    return ProcessHandle.current().pid() + "\n" + adminSocket + "\n";
  }

  /** Whom the lock file names; the server may be gone. */
  public static Optional<Holder> holder(Path data) {
    try {
      List<String> lines = Files.readAllLines(file(data));
      return Optional.of(new Holder(Long.parseLong(lines.get(0)), Path.of(lines.get(1))));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Path file(Path data) {
    return data.resolve("site.lock");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // the kernel frees the lock when the process ends
    }
  }
}
