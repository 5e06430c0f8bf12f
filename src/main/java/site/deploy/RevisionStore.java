package site.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
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
  private final Set<Integer> inUse = ConcurrentHashMap.newKeySet();

  RevisionStore(Path folder) {
    this.folder = folder;
  }

  /** A folder that is the app's own and outlives its revisions. */
  Path blockingData() throws IOException {
    return Files.createDirectories(folder.resolve("data"));
  }

  /** Copies a jar or a folder to the next revision's number, where it stays until released. */
  AppFiles blockingCopy(Path from) throws IOException {
    Files.createDirectories(folder);
    int revision = reserve();
    Path target = folder.resolve(Integer.toString(revision));
    try {
      return new AppFiles(target, revision, copy(from, target));
    } catch (IOException e) {
      delete(target);
      throw e;
    }
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

  private static String copy(Path from, Path to) throws IOException {
    MessageDigest digest = sha256();
    if (Files.isRegularFile(from)) {
      copyFile(from, to.resolve(from.getFileName()), digest);
      return HexFormat.of().formatHex(digest.digest());
    }
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        Path name = from.relativize(file);
        digest.update(name.toString().getBytes(StandardCharsets.UTF_8));
        copyFile(file, to.resolve(name), digest);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void copyFile(Path from, Path to, MessageDigest digest) throws IOException {
    Files.createDirectories(to.getParent());
    try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest)) {
      Files.copy(in, to);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
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
