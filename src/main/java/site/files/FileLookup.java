package site.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import site.config.ActionConfig;
import site.http.HttpFailure;

/**
 * Finds what a path is answered with: the file, a directory's index or the fallback. All of it may
 * block.
 */
final class FileLookup {
  private final FileTree tree;
  private final ActionConfig.Files config;
  private final Snapshots snapshots;

  FileLookup(ActionConfig.Files config, FileCache cache, Clock clock) {
    this.tree = new FileTree(config.root(), config.hidden());
    this.config = config;
    this.snapshots = new Snapshots(cache, clock);
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
      return snapshots.takeBlocking(path, node.get().path());
    }
    var index = indexBlocking(path.endsWith("/") ? path : path + "/");
    if (index.isEmpty()) {
      return fallbackBlocking();
    }
    return path.endsWith("/")
        ? snapshots.takeBlocking(path, index.get())
        : new Found.WithoutSlash();
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
        return snapshots.takeBlocking(path, file.get());
      }
    }
    throw nothingThere();
  }

  private Optional<Path> fileBlocking(String path) throws IOException {
    return tree.findBlocking(path).filter(node -> !node.isDirectory()).map(FileTree.Node::path);
  }

  static HttpFailure nothingThere() {
    return new HttpFailure(404, "no such file");
  }
}
