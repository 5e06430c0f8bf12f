package site.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One app's folder below {@code data/apps}: a numbered copy of its files for every revision that
 * was started, of which the last few stay. Everything here blocks.
 */
final class RevisionStore {
  /** The live revision, one that may still be draining, and one to look back at. */
  private static final int KEPT = 3;

  private final Path folder;
  private final SourceFolder sources;
  private final Set<Integer> inUse = ConcurrentHashMap.newKeySet();

  RevisionStore(Path folder, SourceFolder sources) {
    this.folder = folder;
    this.sources = sources;
  }

  /** A folder that is the app's own and outlives its revisions. */
  Path blockingData() throws IOException {
    return Files.createDirectories(folder.resolve("data"));
  }

  /**
   * Copies a jar or a folder to the next revision's number, where it stays until released; sources
   * are compiled on the way.
   */
  AppFiles blockingCopy(Path from) throws IOException {
    Files.createDirectories(folder);
    int revision = reserve();
    Path target = folder.resolve(Integer.toString(revision));
    try {
      return new AppFiles(target, revision, blockingFill(target, from));
    } catch (IOException | RuntimeException e) {
      inUse.remove(revision);
      delete(target);
      throw e;
    }
  }

  private String blockingFill(Path target, Path from) throws IOException {
    return SourceFolder.isAt(from)
        ? sources.blockingBuild(from, target)
        : new FileSet(from).blockingCopy(target);
  }

  private synchronized int reserve() throws IOException {
    List<Integer> revisions = revisions();
    int next = revisions.isEmpty() ? 1 : revisions.get(revisions.size() - 1) + 1;
    Files.createDirectory(folder.resolve(Integer.toString(next)));
    inUse.add(next);
    return next;
  }

  /** Deletes what is older than the last few revisions and no longer in use. */
  synchronized void blockingPrune() throws IOException {
    List<Integer> revisions = revisions();
    for (int revision : revisions.subList(0, Math.max(0, revisions.size() - KEPT))) {
      if (!inUse.contains(revision)) {
        delete(folder.resolve(Integer.toString(revision)));
      }
    }
  }

  /** The revision has stopped; its files stay as long as it is one of the last few. */
  void blockingRelease(AppFiles files) throws IOException {
    inUse.remove(files.revision());
    blockingPrune();
  }

  /** Forgets a revision that never served. */
  void blockingDiscard(AppFiles files) throws IOException {
    inUse.remove(files.revision());
    delete(files.folder());
  }

  private List<Integer> revisions() throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,8}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
