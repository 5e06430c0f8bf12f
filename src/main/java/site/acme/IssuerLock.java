package site.acme;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import site.tls.PrivateFiles;

/**
 * Decides which of several servers on one directory orders certificates: the one that holds a lock
 * of the operating system, which frees it however that server ends. The others follow.
 */
final class IssuerLock implements IssuerClaim {
  private final Path file;
  private Optional<FileChannel> held = Optional.empty();

  IssuerLock(Path directory) {
    this.file = directory.resolve("tls.lock");
  }

  @Override
  public synchronized boolean blockingTry() throws AcmeProblem {
    if (held.isPresent()) {
      return true;
    }
    try {
      PrivateFiles.blockingDirectory(file.getParent());
      held = blockingLock();
      return held.isPresent();
    } catch (IOException e) {
      throw new AcmeProblem(AcmeFailure.local(file + ": cannot be locked: " + e), e);
    }
  }

  private Optional<FileChannel> blockingLock() throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // another server in this very process, as in tests
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? Optional.empty() : Optional.of(channel);
  }

  @Override
  public synchronized boolean holds() {
    return held.isPresent();
  }

  @Override
  public synchronized void close() {
    held.ifPresent(IssuerLock::close);
    held = Optional.empty();
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a lock cannot be given back", e);
    }
  }
}
