package site.files;

import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import site.config.ActionConfig;
import site.http.HttpFailure;
import site.http.PathPattern;
import site.http.coding.Coding;
import site.http.coding.Compressible;

/**
 * Finds what a path is answered with: the file in the form that is wished for, a directory's index,
 * its list or the fallback. All of it may block.
 */
final class FileLookup {
  private final FileTree tree;
  private final ActionConfig.Files config;
  private final FileCache cache;
  private final Clock clock;
  private final Snapshots snapshots;
  private final Variants variants;
  private final Directories directories;
  private final List<Rule> cacheControl;

  /** A {@code Cache-Control} and the files it is for. */
  private record Rule(PathPattern paths, CharSequence value) {}

  FileLookup(ActionConfig.Files config, FileCache cache, Clock clock) {
    this.tree = new FileTree(config.root(), config.hidden());
    this.config = config;
    this.cache = cache;
    this.clock = clock;
    this.snapshots = new Snapshots(cache, clock);
    this.variants = new Variants(cache);
    this.directories = new Directories(tree);
    this.cacheControl = config.cacheControl().stream().map(FileLookup::rule).toList();
  }

  private static Rule rule(ActionConfig.Files.CacheControl written) {
    return new Rule(
        PathPattern.of(written.pattern()), HttpHeaders.createOptimized(written.value()));
  }

  /**
   * Finds an answer.
   *
   * @throws HttpFailure 404 when there is none, 403 when it may not be read, 503 when it is being
   *     written all the time
   */
  Found findBlocking(String path, Wish wish) throws IOException {
    var node = tree.findBlocking(path);
    if (node.isEmpty()) {
      return fallbackBlocking(wish);
    }
    return node.get().isDirectory()
        ? directoryBlocking(path, node.get(), wish)
        : takeBlocking(path, path, node.get(), wish);
  }

  private Found directoryBlocking(String path, FileTree.Node directory, Wish wish)
      throws IOException {
    String slashed = path.endsWith("/") ? path : path + "/";
    for (String name : config.index()) {
      var file = fileBlocking(slashed + name);
      if (file.isPresent()) {
        return path.endsWith("/")
            ? takeBlocking(path, slashed + name, file.get(), wish)
            : new Found.WithoutSlash();
      }
    }
    if (!config.browse()) {
      return fallbackBlocking(wish);
    }
    return path.endsWith("/")
        ? directories.listBlocking(path, directory)
        : new Found.WithoutSlash();
  }

  private Found fallbackBlocking(Wish wish) throws IOException {
    if (config.fallback().isPresent()) {
      String path = config.fallback().get();
      var file = fileBlocking(path);
      if (file.isPresent()) {
        return takeBlocking(path, path, file.get(), wish);
      }
    }
    throw nothingThere();
  }

  private Optional<FileTree.Node> fileBlocking(String path) throws IOException {
    return tree.findBlocking(path).filter(node -> !node.isDirectory());
  }

  /**
   * Takes a file in the form wished for.
   *
   * @param asked the path that leads to it, by which it is kept
   * @param path its own, below the root
   */
  private Found takeBlocking(String asked, String path, FileTree.Node file, Wish wish)
      throws IOException {
    List<Coding> beside = config.precompressed() ? siblingsBlocking(path, file.path()) : List.of();
    String type = MediaTypes.of(path);
    boolean varies = !beside.isEmpty() || (wish.compress() && Compressible.isType(type));
    Described plain = Described.plain(type, cacheControl(path), varies);
    var sibling = wish.siblings().stream().filter(beside::contains).findFirst();
    if (sibling.isPresent()) {
      var other = fileBlocking(path + sibling.get().ending());
      if (other.isPresent()) {
        return snapshots.takeBlocking(asked + wish.key(), other.get(), plain.in(sibling.get()));
      }
    }
    return codedBlocking(asked, file, plain, wish);
  }

  private Found codedBlocking(String asked, FileTree.Node file, Described plain, Wish wish)
      throws IOException {
    long began = clock.millis();
    Found found = snapshots.takeBlocking(asked + wish.plain().key(), file, plain);
    if (found instanceof Found.Open open) {
      boolean coded = !wish.made().isEmpty() && Variants.isWorthIt(open.representation());
      return new Found.Open(open.representation(), open.channel(), coded);
    }
    Found.InMemory small = (Found.InMemory) found;
    String key = asked + wish.key();
    Found.InMemory form = variants.ofBlocking(key, small, wish);
    cache.keep(key, form, began);
    return form;
  }

  /**
   * The codings in which it lies beside itself; what is older than the file is of another state.
   */
  private List<Coding> siblingsBlocking(String path, Path file) throws IOException {
    var modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    return Coding.ALL.stream()
        .filter(
            coding ->
                modifiedBlocking(path + coding.ending())
                    .filter(time -> time.compareTo(modified) >= 0)
                    .isPresent())
        .toList();
  }

  private Optional<FileTime> modifiedBlocking(String path) {
    try {
      var file = fileBlocking(path);
      return file.isPresent()
          ? Optional.of(Files.getLastModifiedTime(file.get().path(), LinkOption.NOFOLLOW_LINKS))
          : Optional.empty();
    } catch (IOException | HttpFailure e) {
      // Gone since, or not to be read: as good as not there.
      return Optional.empty();
    }
  }

  private Optional<CharSequence> cacheControl(String path) {
    return cacheControl.stream()
        .filter(rule -> rule.paths.matches(path))
        .map(Rule::value)
        .findFirst();
  }

  static HttpFailure nothingThere() {
    return new HttpFailure(404, "no such file");
  }
}
