package site.files;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import site.http.HttpFailure;

/**
 * Takes a file in one consistent state: small ones from memory if the disk agrees, else read; large
 * ones opened. A state counts only if the stamp is the same before and after.
 */
final class Snapshots {
  /** Files up to this size are kept in memory. */
  private static final int SMALL = 256 * 1024;

  private static final int ATTEMPTS = 3;

  private final FileCache cache;
  private final Clock clock;

  Snapshots(FileCache cache, Clock clock) {
    this.cache = cache;
    this.clock = clock;
  }

  /**
   * Takes a file.
   *
   * @param key what it is kept by in memory
   * @param about what is said of its content
   * @throws HttpFailure 404 when it went away, 403 when it may not be read, 503 when it is being
   *     written all the time
   */
  Found takeBlocking(String key, FileTree.Node node, Described about) throws IOException {
    Path file = node.path();
    long began = clock.millis();
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Stamp stamp = Stamp.ofBlocking(file);
        Optional<? extends Found> found =
            stamp.size() <= SMALL
                ? smallBlocking(key, node, stamp, about)
                : openBlocking(node, stamp, about);
        if (found.isPresent()) {
          found.ifPresent(taken -> keep(key, taken, began));
          return found.get();
        }
      }
    } catch (NoSuchFileException e) {
      throw FileLookup.nothingThere();
    } catch (AccessDeniedException e) {
      throw new HttpFailure(403, "no permission to read the file");
    }
    throw new HttpFailure(503, "the file is being written", Map.of("retry-after", "1"));
  }

  private void keep(String key, Found taken, long began) {
    if (taken instanceof Found.InMemory small) {
      cache.keep(key, small, began);
    }
  }

  private Optional<Found.InMemory> smallBlocking(
      String key, FileTree.Node node, Stamp stamp, Described about) throws IOException {
    var known =
        cache
            .known(key)
            .filter(file1 -> isCurrent(file1, node.path(), stamp))
            .filter(file1 -> file1.representation().about().equals(about));
    return known.isPresent() ? known : readBlocking(node, stamp, about);
  }

  /** What was read before its stamp had settled is read again: a write may have gone unseen. */
  private static boolean isCurrent(Found.InMemory known, Path file, Stamp stamp) {
    Representation representation = known.representation();
    return representation.settled()
        && representation.stamp().equals(stamp)
        && representation.file().equals(file);
  }

  private Optional<Found.InMemory> readBlocking(FileTree.Node node, Stamp stamp, Described about)
      throws IOException {
    Path file = node.path();
    var now = clock.instant();
    byte[] content;
    try (var in = Channels.newInputStream(Walk.openBlocking(node.top(), file))) {
      content = in.readNBytes(SMALL + 1);
    }
    if (content.length != stamp.size() || !isStillBlocking(file, stamp)) {
      return Optional.empty();
    }
    var representation = Representation.ofContent(file, stamp, content, about, now);
    return Optional.of(new Found.InMemory(representation, Buffer.buffer(content)));
  }

  private Optional<Found.Open> openBlocking(FileTree.Node node, Stamp stamp, Described about)
      throws IOException {
    Path file = node.path();
    var representation = Representation.ofStamp(file, stamp, about, clock.instant());
    var channel = Walk.openBlocking(node.top(), file);
    boolean taken = false;
    try {
      taken = channel.size() == stamp.size() && isStillBlocking(file, stamp);
      return taken ? Optional.of(new Found.Open(representation, channel, false)) : Optional.empty();
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  /** The same file under the same path, with no link slipped in on the way to it. */
  private static boolean isStillBlocking(Path file, Stamp stamp) throws IOException {
    return stamp.equals(Stamp.ofBlocking(file)) && file.equals(file.toRealPath());
  }
}
