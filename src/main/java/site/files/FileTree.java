package site.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import site.http.HttpFailure;

/** Finds the file or directory a path names below a root: never outside it, never a device. */
final class FileTree {
  private final Path root;
  private final boolean hidden;

  /**
   * A tree.
   *
   * @param hidden whether names that begin with a dot exist
   */
  FileTree(Path root, boolean hidden) {
    this.root = root;
    this.hidden = hidden;
  }

  /**
   * Something that exists.
   *
   * @param top the root it is below, with all links followed
   * @param path its real one, with all links followed
   */
  record Node(Path top, Path path, boolean isDirectory) {}

  /**
   * Looks a path up. The root may be a link that is changed to publish: it is followed anew each
   * time.
   *
   * @param path decoded and normalised; empty for the root
   * @return empty when nothing is there that may be served
   * @throws HttpFailure 403 when this process may not look
   */
  Optional<Node> findBlocking(String path) throws IOException {
    if (!isVisible(path)) {
      return Optional.empty();
    }
    try {
      Path top = root.toRealPath();
      Path below = path.isEmpty() ? top : top.resolve(path.substring(1));
      return node(top, below.toRealPath())
          .filter(node -> node.isDirectory() || !path.endsWith("/"));
    } catch (AccessDeniedException e) {
      throw new HttpFailure(403, "no permission to read the file");
    } catch (FileSystemException | InvalidPathException e) {
      // Not there, a file where a directory should be, a name too long or in no known letters, a
      // loop of links: the JDK tells them apart by localised text only.
      return Optional.empty();
    }
  }

  /** Fifos, sockets and devices are nothing to us: opening one may wait forever. */
  private static Optional<Node> node(Path top, Path real) throws IOException {
    if (!real.startsWith(top)) {
      return Optional.empty();
    }
    var attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isRegularFile() || attributes.isDirectory()
        ? Optional.of(new Node(top, real, attributes.isDirectory()))
        : Optional.empty();
  }

  /**
   * Whether each segment is the plain name of an entry that may be seen. Normalised paths have no
   * dot segments; whoever brings one nevertheless finds nothing.
   */
  boolean isVisible(String path) {
    if (path.isEmpty()) {
      return true;
    }
    if (!path.startsWith("/") || path.indexOf('\\') >= 0 || path.contains("%2F")) {
      return false;
    }
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean trailing = segments[i].isEmpty() && i == segments.length - 1;
      if (!trailing && !isVisibleName(segments[i])) {
        return false;
      }
    }
    return path.chars().noneMatch(Character::isISOControl);
  }

  /** RFC 8615: {@code .well-known} is there to be asked for. */
  private boolean isVisibleName(String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      return false;
    }
    return hidden || !segment.startsWith(".") || segment.equals(".well-known");
  }
}
