package site.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One app's folder below {@code data/apps}: a numbered copy of its files for every revision that
 * was started, of which those that served last stay, and the record of which one does. Everything
 * here blocks.
 */
final class RevisionStore {
  private final Path folder;
  private final SourceFolder sources;
  private final LiveFile live;

  /** How many run from a revision's files: two, when one that is drained is started again. */
  private final Map<Integer, Integer> inUse = new HashMap<>();

  RevisionStore(Path folder, SourceFolder sources) {
    this.folder = folder;
    this.sources = sources;
    this.live = new LiveFile(folder.resolve("live.json"));
  }

  /** A folder that is the app's own and outlives its revisions. */
  Path blockingData() throws IOException {
    return Files.createDirectories(folder.resolve("data"));
  }

  /** {@code data/outbox/NAME}, as this folder is {@code data/apps/NAME}. */
  Path outbox() {
    return folder.getParent().resolveSibling("outbox").resolve(folder.getFileName());
  }

  /**
   * Copies a jar or a folder to the next revision's number, where it stays until released; sources
   * are compiled on the way.
   */
  AppFiles blockingCopy(Path from) throws IOException {
    Files.createDirectories(folder);
    int revision = reserve();
    Path target = folder(revision);
    try {
      return new AppFiles(target, revision, blockingFill(target, from));
    } catch (IOException | RuntimeException e) {
      blockingRelease(revision);
      throw e;
    }
  }

  /** See {@link SourceFolder#blockingWarmUp}. */
  void blockingWarmUp() {
    sources.blockingWarmUp();
  }

  private String blockingFill(Path target, Path from) throws IOException {
    return SourceFolder.isAt(from)
        ? sources.blockingBuild(from, target)
        : new FileSet(from).blockingCopy(target);
  }

  private synchronized int reserve() throws IOException {
    List<Integer> revisions = revisions();
    int highest = revisions.isEmpty() ? 0 : revisions.get(revisions.size() - 1);
    int next = Math.max(highest, live.blockingRead().last()) + 1;
    Files.createDirectory(folder(next));
    inUse.put(next, 1);
    return next;
  }

  /** What serves and has served. */
  synchronized LiveRecord blockingRecord() throws IOException {
    return live.blockingRead();
  }

  /**
   * The files of a revision that has served, until released; empty when they are not what they
   * were.
   */
  synchronized Optional<AppFiles> blockingTake(LiveRecord.Good good) throws IOException {
    Path kept = folder(good.revision());
    if (!Files.isDirectory(kept) || !new FileSet(kept).blockingDigest().equals(good.stored())) {
      return Optional.empty();
    }
    inUse.merge(good.revision(), 1, Integer::sum);
    return Optional.of(new AppFiles(kept, good.revision(), good.digest()));
  }

  /** Notes that a revision serves from now on, the configured files being in this state. */
  synchronized void blockingServe(AppFiles files, String configured) throws IOException {
    String stored = new FileSet(files.folder()).blockingDigest();
    var good = new LiveRecord.Good(files.revision(), files.digest(), stored);
    live.blockingWrite(live.blockingRead().serving(good, configured));
    blockingPrune();
  }

  /** Notes that what serves was decided on once more, the configured files being in this state. */
  synchronized void blockingDecide(String configured) throws IOException {
    LiveRecord record = live.blockingRead();
    if (!record.source().equals(configured)) {
      live.blockingWrite(record.against(configured));
    }
  }

  /** The revision has stopped; its files stay as long as one may go back to them. */
  void blockingRelease(AppFiles files) throws IOException {
    blockingRelease(files.revision());
  }

  private synchronized void blockingRelease(int revision) throws IOException {
    inUse.computeIfPresent(revision, (number, users) -> users == 1 ? null : users - 1);
    blockingPrune();
  }

  /** Deletes what nobody uses and nobody goes back to. */
  synchronized void blockingPrune() throws IOException {
    LiveRecord record = live.blockingRead();
    for (int revision : revisions()) {
      if (!inUse.containsKey(revision) && !record.holds(revision)) {
        delete(folder(revision));
      }
    }
  }

  private Path folder(int revision) {
    return folder.resolve(Integer.toString(revision));
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

  static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
