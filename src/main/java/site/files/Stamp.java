package site.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the file system knows of a file's state, without reading it. As long as it stays equal the
 * content does, unless somebody wrote within the same tick of the file system's clock.
 *
 * @param inode 0 where there is no such thing
 * @param changed the kernel's own time stamp, which unlike {@code modified} nobody can set back;
 *     {@code modified} where there is none
 */
record Stamp(long inode, long size, Instant modified, Instant changed) {
  /** The coarsest clock of a file system in use: FAT's. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final String ATTRIBUTES =
      UNIX ? "unix:ino,size,lastModifiedTime,ctime" : "size,lastModifiedTime";

  /** The state now; a link is not followed. */
  static Stamp ofBlocking(Path file) throws IOException {
    Map<String, Object> found = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    Instant modified = ((FileTime) found.get("lastModifiedTime")).toInstant();
    return new Stamp(
        UNIX ? (long) found.get("ino") : 0,
        (long) found.get("size"),
        modified,
        UNIX ? ((FileTime) found.get("ctime")).toInstant() : modified);
  }

  /**
   * Whether a later write would show: not while the clock's tick of the last one may still last.
   * Only a settled file has a strong tag and a date that may be compared (RFC 9110 8.8.2.2).
   */
  boolean isSettled(Instant now) {
    Instant last = changed.isAfter(modified) ? changed : modified;
    return last.plus(TICK).isBefore(now);
  }

  /**
   * Whether the very file of this stamp, still under its name, was written to since. A file that
   * was removed or replaced by another was not.
   */
  boolean isOverwrittenBlocking(Path file) throws IOException {
    try {
      Stamp now = ofBlocking(file);
      return now.inode == inode && (now.size != size || !now.modified.equals(modified));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
