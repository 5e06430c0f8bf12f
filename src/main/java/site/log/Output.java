package site.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A place lines go to.
 *
 * @param name for messages
 * @param reopens whether it can have been moved away, and is ours to close
 */
record Output(String name, Opener opener, boolean reopens) {

  /** Opens the place for appending; blocks. */
  @FunctionalInterface
  interface Opener {
    WritableByteChannel openBlocking() throws IOException;
  }

  static Output stdout() {
    return new Output("stdout", () -> new FileOutputStream(FileDescriptor.out).getChannel(), false);
  }

  static Output file(Path file) {
    return new Output(file.toString(), () -> openFileBlocking(file), true);
  }

  private static WritableByteChannel openFileBlocking(Path file) throws IOException {
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
