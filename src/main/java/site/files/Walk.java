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
import java.util.Set;

/**
 * Opens a file whose real path is known by going down to it, from one open directory to the next: a
 * link that was put in the way since then is not followed, whatever was there before and after.
 */
final class Walk {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private static final int ATTEMPTS = 3;

  private Walk() {}

  /**
   * Opens the file at the end of the way.
   *
   * @param top where the way begins, a real path
   * @param file a real path below it
   * @throws NoSuchFileException as well when a link is in the way
   */
  static FileChannel openBlocking(Path top, Path file) throws IOException {
    try {
      return openBlocking(top, file, ATTEMPTS);
    } catch (AccessDeniedException e) {
      // What may be passed through but not listed can only be had by its whole path.
      return FileChannel.open(file, READ);
    }
  }

  /**
   * The JDK tells a link by localised text only; one that is gone again is looked for once more.
   */
  private static FileChannel openBlocking(Path top, Path file, int attempts) throws IOException {
    try (DirectoryStream<Path> begin = Files.newDirectoryStream(top)) {
      if (begin instanceof SecureDirectoryStream<Path> directory) {
        return below(directory, top.relativize(file));
      }
      return FileChannel.open(file, READ);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (NotDirectoryException e) {
      throw new NoSuchFileException(file.toString());
    } catch (FileSystemException e) {
      if (attempts == 1) {
        throw e;
      }
      return openBlocking(top, file, attempts - 1);
    }
  }

  private static FileChannel below(SecureDirectoryStream<Path> directory, Path way)
      throws IOException {
    Path name = way.getName(0);
    try {
      if (way.getNameCount() == 1) {
        return channel(directory.newByteChannel(name, READ));
      }
      try (var next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        return below(next, way.subpath(1, way.getNameCount()));
      }
    } catch (FileSystemException e) {
      if (isLink(directory, name)) {
        throw new NoSuchFileException(name.toString());
      }
      throw e;
    }
  }

  private static boolean isLink(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isSymbolicLink();
  }

  private static FileChannel channel(SeekableByteChannel opened) throws IOException {
    if (opened instanceof FileChannel channel) {
      return channel;
    }
    opened.close();
    throw new IOException("this file system has no file channels");
  }
}
