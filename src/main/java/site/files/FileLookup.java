package site.files;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import site.config.ActionConfig;
import site.http.HttpFailure;

/**
 * Finds what a path is answered with: the file, a directory's index or the fallback; from memory if
 * the disk agrees, else read or opened in one consistent state. All of it may block.
 */
final class FileLookup {
  /** Files up to this size are kept in memory. */
  static final int SMALL = 256 * 1024;

  private static final int ATTEMPTS = 3;

  private final FileTree tree;
  private final ActionConfig.Files config;
  private final FileCache cache;
  private final Clock clock;

  FileLookup(ActionConfig.Files config, FileCache cache, Clock clock) {
    this.tree = new FileTree(config.root(), config.hidden());
    this.config = config;
    this.cache = cache;
    this.clock = clock;
  }

  /**
   * Finds an answer.
   *
   * @throws HttpFailure 404 when there is none, 403 when it may not be read, 503 when it is being
   *     written all the time
   */
  Found findBlocking(String path) throws IOException {
    var node = tree.findBlocking(path);
    if (node.isEmpty()) {
      return fallbackBlocking();
    }
    if (!node.get().isDirectory()) {
      return readBlocking(path, node.get().path());
    }
    var index = indexBlocking(path.endsWith("/") ? path : path + "/");
    if (index.isEmpty()) {
      return fallbackBlocking();
    }
    return path.endsWith("/") ? readBlocking(path, index.get()) : new Found.WithoutSlash();
  }

  private Optional<Path> indexBlocking(String directory) throws IOException {
    for (String name : config.index()) {
      var file = fileBlocking(directory + name);
      if (file.isPresent()) {
        return file;
      }
    }
    return Optional.empty();
  }

  private Found fallbackBlocking() throws IOException {
    if (config.fallback().isPresent()) {
      String path = config.fallback().get();
      var file = fileBlocking(path);
      if (file.isPresent()) {
        return readBlocking(path, file.get());
      }
    }
    throw nothingThere();
  }

  private Optional<Path> fileBlocking(String path) throws IOException {
    return tree.findBlocking(path).filter(node -> !node.isDirectory()).map(FileTree.Node::path);
  }

  /** Takes a state only if the file's stamp is the same before and after. */
  private Found readBlocking(String path, Path file) throws IOException {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Stamp stamp = Stamp.ofBlocking(file);
        Optional<? extends Found> found =
            stamp.size() <= SMALL ? smallBlocking(path, file, stamp) : openBlocking(file, stamp);
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (NoSuchFileException e) {
      throw nothingThere();
    } catch (AccessDeniedException e) {
      throw new HttpFailure(403, "no permission to read the file");
    }
    throw new HttpFailure(503, "the file is being written", Map.of("retry-after", "1"));
  }

  private Optional<Found.InMemory> smallBlocking(String path, Path file, Stamp stamp)
      throws IOException {
    var current =
        cache.known(path).filter(known -> isCurrent(known, file, stamp)).or(Optional::empty);
    if (current.isEmpty()) {
      current = contentBlocking(file, stamp);
    }
    current.ifPresent(small -> cache.keep(path, small, clock.millis()));
    return current;
  }

  /** What was read before its stamp had settled is read again: a write may have gone unseen. */
  private static boolean isCurrent(Found.InMemory known, Path file, Stamp stamp) {
    Representation representation = known.representation();
    return representation.settled()
        && representation.stamp().equals(stamp)
        && representation.file().equals(file);
  }

  private Optional<Found.InMemory> contentBlocking(Path file, Stamp stamp) throws IOException {
    var now = clock.instant();
    byte[] content;
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      content = in.readNBytes(SMALL + 1);
    }
    if (content.length != stamp.size() || !stamp.equals(Stamp.ofBlocking(file))) {
      return Optional.empty();
    }
    return Optional.of(
        new Found.InMemory(
            Representation.ofContent(file, stamp, content, now), Buffer.buffer(content)));
  }

  private Optional<Found.Open> openBlocking(Path file, Stamp stamp) throws IOException {
    var now = clock.instant();
    var channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    if (channel.size() != stamp.size() || !stamp.equals(Stamp.ofBlocking(file))) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new Found.Open(Representation.ofStamp(file, stamp, now), channel));
  }

  private static HttpFailure nothingThere() {
    return new HttpFailure(404, "no such file");
  }
}
