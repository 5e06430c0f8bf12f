package site.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files whole or not at all, with their mode from the first byte on: temporary file, force,
 * rename, force of the directory.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> TOO_OPEN =
      PosixFilePermissions.fromString("----w-rwx");

  private PrivateFiles() {}

  /** Makes a directory and missing parents that only the owner may enter. */
  public static void blockingDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, mode(directory, "rwx------"));
  }

  /** ASCII text that only the owner may read. */
  public static void blockingWriteSecret(Path file, String text) throws IOException {
    blockingWrite(file, text, "rw-------");
  }

  /** ASCII text that everybody may read who may enter the directory. */
  public static void blockingWritePublic(Path file, String text) throws IOException {
    blockingWrite(file, text, "rw-r--r--");
  }

  /** Whether others may read a file or others than the owner change it; a group may read it. */
  static boolean blockingIsTooOpen(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains);
    } catch (IOException | UnsupportedOperationException modesUnknown) {
      return false;
    }
  }

  private static void blockingWrite(Path file, String text, String mode) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary); // left by a process that was killed
    try {
      blockingCreate(temporary, text, mode);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    blockingForceDirectory(file.getParent());
  }

  private static void blockingCreate(Path file, String text, String mode) throws IOException {
    var create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, create, mode(file, mode))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Makes renames in it survive a loss of power. */
  public static void blockingForceDirectory(Path directory) throws IOException {
    if (hasModes(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return hasModes(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Elsewhere the access rules of the directory above apply, and directories cannot be forced. */
  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
