package site.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Stored responses as files: {@code ID.body}, and {@code ID.head}, which is written last and makes
 * it one. Each comes to be by renaming a finished file, so that after a crash there is all of it or
 * nothing; what is found to be neither is deleted. Blocks.
 */
final class Disk {
  private static final String HEAD = ".head";
  private static final String BODY = ".body";
  private static final String UNFINISHED = ".tmp";
  private static final int MAX_HEAD_BYTES = 1024 * 1024;

  private final Path directory;

  Disk(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory and forgets what was being written when the last process ended. */
  void blockingOpen() throws IOException {
    Files.createDirectories(directory);
    for (Path file : blockingFiles(UNFINISHED)) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Reads the heads of all stored responses.
   *
   * @return how many were damaged, and are gone
   */
  int blockingScan(Consumer<DiskFormat.Stored> found) throws IOException {
    int damaged = 0;
    for (Path head : blockingFiles(HEAD)) {
      Optional<DiskFormat.Stored> stored = blockingHead(head);
      stored.ifPresent(found);
      damaged += stored.isPresent() ? 0 : 1;
    }
    for (Path body : blockingFiles(BODY)) {
      if (!Files.exists(sibling(body, BODY, HEAD))) {
        Files.deleteIfExists(body);
      }
    }
    return damaged;
  }

  private Optional<DiskFormat.Stored> blockingHead(Path head) throws IOException {
    try {
      if (Files.size(head) > MAX_HEAD_BYTES) {
        throw new IOException("damaged");
      }
      DiskFormat.Stored stored = DiskFormat.read(Files.readAllBytes(head));
      boolean isWhole =
          head.equals(head(stored.content().id()))
              && Files.size(body(stored.content().id())) == stored.content().length();
      if (isWhole) {
        return Optional.of(stored);
      }
    } catch (IOException damaged) {
      // Said by the count; what a cache has lost it fetches again.
    }
    Files.deleteIfExists(head);
    return Optional.empty();
  }

  void blockingWrite(DiskFormat.Stored stored, byte[] content) throws IOException {
    Path unfinished = unfinished(stored.content().id() + BODY);
    Files.write(unfinished, content);
    publish(unfinished, body(stored.content().id()));
    blockingWriteHead(stored);
  }

  void blockingWriteHead(DiskFormat.Stored stored) throws IOException {
    Path unfinished = unfinished(stored.content().id() + HEAD);
    Files.write(unfinished, DiskFormat.write(stored));
    publish(unfinished, head(stored.content().id()));
  }

  /** A file to write the content to that is too large for memory. */
  FileChannel blockingBegin(String id) throws IOException {
    return FileChannel.open(
        unfinished(id + BODY), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Makes the content that was written since {@link #blockingBegin} a stored response. */
  void blockingFinish(DiskFormat.Stored stored, FileChannel content) throws IOException {
    // It is sent without being looked at once more, so it has to be there before its head is.
    content.force(true);
    content.close();
    publish(unfinished(stored.content().id() + BODY), body(stored.content().id()));
    blockingWriteHead(stored);
  }

  void blockingAbandon(String id) throws IOException {
    Files.deleteIfExists(unfinished(id + BODY));
  }

  /** The head goes first: a body alone is nothing. */
  void blockingDelete(String id) throws IOException {
    Files.deleteIfExists(head(id));
    Files.deleteIfExists(body(id));
  }

  /** All of the content; fails when it is not what was stored. */
  byte[] blockingRead(Entry.Content content) throws IOException {
    byte[] bytes = Files.readAllBytes(body(content.id()));
    if (bytes.length != content.length()
        || DiskFormat.checksum(bytes, bytes.length) != content.checksum()) {
      throw new IOException("stored response " + content.id() + " is damaged");
    }
    return bytes;
  }

  /** The content, to be sent from where it is; whoever asks closes it. */
  FileChannel blockingOpenBody(Entry.Content content) throws IOException {
    FileChannel body = FileChannel.open(body(content.id()), StandardOpenOption.READ);
    if (body.size() != content.length()) {
      body.close();
      throw new IOException("stored response " + content.id() + " is damaged");
    }
    return body;
  }

  /** Everything that is there; the directory stays for whoever uses it next. */
  void blockingDeleteAll() throws IOException {
    for (Path file : blockingFiles("")) {
      Files.deleteIfExists(file);
    }
  }

  static void blockingWriteAll(FileChannel to, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> blockingFiles(String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().endsWith(ending)).toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static void publish(Path finished, Path as) throws IOException {
    Files.move(finished, as, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path sibling(Path file, String ending, String other) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
  }

  private Path head(String id) {
    return directory.resolve(id + HEAD);
  }

  private Path body(String id) {
    return directory.resolve(id + BODY);
  }

  private Path unfinished(String name) {
    return directory.resolve(name + UNFINISHED);
  }
}
