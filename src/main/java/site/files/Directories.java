package site.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import site.http.HttpFailure;

/** Reads what is in a directory: what could be asked for and would be found, and nothing else. */
final class Directories {
  /** What lies beyond is not shown; as many names take some 20 MiB while they are sorted. */
  static final int MOST_ENTRIES = 100_000;

  private static final int AT_ONCE = 3;
  private static final int WAIT_SECONDS = 2;

  private final FileTree tree;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  Directories(FileTree tree) {
    this.tree = tree;
  }

  /**
   * Lists a directory.
   *
   * @param path of the directory below the root, with its slash
   * @param node what was found there
   * @throws HttpFailure 503 when too many are being listed already
   */
  Found.Listing listBlocking(String path, FileTree.Node node) throws IOException {
    if (!isMyTurnBlocking()) {
      throw new HttpFailure(503, "too many directories listed at once", Map.of("retry-after", "1"));
    }
    try (DirectoryStream<Path> entries = Walk.listBlocking(node.top(), node.path())) {
      return new Found.Listing(readBlocking(path, entries));
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw FileLookup.nothingThere();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } finally {
      turns.release();
    }
  }

  private boolean isMyTurnBlocking() {
    try {
      return turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<DirectoryEntry> readBlocking(String path, DirectoryStream<Path> entries)
      throws IOException {
    List<DirectoryEntry> found = new ArrayList<>();
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (tree.isVisible("/" + name)) {
        entryBlocking(path, name, entries, entry).ifPresent(found::add);
      }
      if (found.size() == MOST_ENTRIES) {
        break;
      }
    }
    return found;
  }

  /** A link counts as what it leads to, if that may be served. */
  private Optional<DirectoryEntry> entryBlocking(
      String path, String name, DirectoryStream<Path> entries, Path entry) throws IOException {
    try {
      var is = Walk.attributesBlocking(entries, entry);
      if (is.isSymbolicLink()) {
        return linkBlocking(path + name).map(target -> entry(name, target));
      }
      return is.isRegularFile() || is.isDirectory()
          ? Optional.of(entry(name, is))
          : Optional.empty();
    } catch (NoSuchFileException | HttpFailure e) {
      return Optional.empty();
    }
  }

  private Optional<BasicFileAttributes> linkBlocking(String path) throws IOException {
    var node = tree.findBlocking(path);
    return node.isPresent()
        ? Optional.of(Walk.attributesBlocking(node.get().top(), node.get().path()))
            .filter(is -> is.isRegularFile() || is.isDirectory())
        : Optional.empty();
  }

  private static DirectoryEntry entry(String name, BasicFileAttributes is) {
    return new DirectoryEntry(name, is.isDirectory(), is.size(), is.lastModifiedTime().toInstant());
  }
}
