package site.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens what is at a known real path by going down to it, from one open directory to the next: a
 * link that was put in the way since then is not followed, whatever was there before and after.
 */
final class Walk {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private static final int ATTEMPTS = 3;

  private Walk() {}

  /** What is done at the end of the way, in the last directory. */
  private interface End<T> {
    T blocking(SecureDirectoryStream<Path> directory, Path name) throws IOException;
  }

  /** The same by the whole path, for file systems without such directories. */
  private interface Otherwise<T> {
    T blocking() throws IOException;
  }

  /**
   * Opens a file.
   *
   * @param top where the way begins, a real path
   * @param file a real path below it
   * @throws NoSuchFileException as well when a link is in the way
   */
  static FileChannel openBlocking(Path top, Path file) throws IOException {
    return goBlocking(
        top,
        file,
        (directory, name) -> channel(directory.newByteChannel(name, READ)),
        () -> FileChannel.open(file, READ));
  }

  /**
   * Opens a directory, to be closed by the caller.
   *
   * @param directory a real path, {@code top} or below it
   * @throws NoSuchFileException as well when a link is in the way
   */
  @SuppressWarnings("StreamResourceLeak") // the caller's to close
  static DirectoryStream<Path> listBlocking(Path top, Path directory) throws IOException {
    if (directory.equals(top)) {
      return Files.newDirectoryStream(top);
    }
    return goBlocking(
        top,
        directory,
        (parent, name) -> parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS),
        () -> Files.newDirectoryStream(directory));
  }

  /**
   * Looks at a file or directory, but not into it.
   *
   * @throws NoSuchFileException as well when a link is in the way
   */
  static BasicFileAttributes attributesBlocking(Path top, Path path) throws IOException {
    if (path.equals(top)) {
      return attributesBlocking(path);
    }
    return goBlocking(top, path, Walk::attributesBlocking, () -> attributesBlocking(path));
  }

  /** Looks at an entry of an open directory; of a link, at the link. */
  static BasicFileAttributes attributesBlocking(DirectoryStream<Path> opened, Path entry)
      throws IOException {
    return opened instanceof SecureDirectoryStream<Path> directory
        ? view(directory, entry.getFileName()).readAttributes()
        : attributesBlocking(entry);
  }

  private static BasicFileAttributes attributesBlocking(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static BasicFileAttributeView view(SecureDirectoryStream<Path> directory, Path name) {
    return directory.getFileAttributeView(
        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static <T> T goBlocking(Path top, Path path, End<T> end, Otherwise<T> otherwise)
      throws IOException {
    try {
      return goBlocking(top, path, end, otherwise, ATTEMPTS);
    } catch (AccessDeniedException e) {
      // What may be passed through but not listed can only be had by its whole path.
      return otherwise.blocking();
    }
  }

  /**
   * The JDK tells a link by localised text only; one that is gone again is looked for once more.
   */
  private static <T> T goBlocking(
      Path top, Path path, End<T> end, Otherwise<T> otherwise, int attempts) throws IOException {
    try (DirectoryStream<Path> begin = Files.newDirectoryStream(top)) {
      return begin instanceof SecureDirectoryStream<Path> directory
          ? belowBlocking(directory, top.relativize(path), end)
          : otherwise.blocking();
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (NotDirectoryException e) {
      throw new NoSuchFileException(path.toString());
    } catch (FileSystemException e) {
      if (attempts == 1) {
        throw e;
      }
      return goBlocking(top, path, end, otherwise, attempts - 1);
    }
  }

  private static <T> T belowBlocking(SecureDirectoryStream<Path> directory, Path way, End<T> end)
      throws IOException {
    Path name = way.getName(0);
    try {
      if (way.getNameCount() == 1) {
        return end.blocking(directory, name);
      }
      try (var next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        return belowBlocking(next, way.subpath(1, way.getNameCount()), end);
      }
    } catch (FileSystemException e) {
      if (view(directory, name).readAttributes().isSymbolicLink()) {
        throw new NoSuchFileException(name.toString());
      }
      throw e;
    }
  }

  private static FileChannel channel(SeekableByteChannel opened) throws IOException {
    if (opened instanceof FileChannel channel) {
      return channel;
    }
    opened.close();
    throw new IOException("this file system has no file channels");
  }
}
