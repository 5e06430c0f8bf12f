package site.files;

import io.vertx.core.buffer.Buffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** What a path is answered with. */
sealed interface Found {

  /** A file small enough to be kept in memory. */
  record InMemory(Representation representation, Buffer content) implements Found {}

  /**
   * A large file, open; whoever gets it closes it.
   *
   * @param mayBeCoded whether somebody on the way may compress it, who then has to see each byte
   */
  record Open(Representation representation, FileChannel channel, boolean mayBeCoded)
      implements Found {}

  /** What is in a directory. */
  record Listing(List<DirectoryEntry> entries) implements Found {}

  /** A directory that was asked for without its slash, and that has an index or a list. */
  record WithoutSlash() implements Found {}
}
