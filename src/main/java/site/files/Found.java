package site.files;

import io.vertx.core.buffer.Buffer;
import java.nio.channels.FileChannel;

/** What a path is answered with. */
sealed interface Found {

  /** A file small enough to be kept in memory. */
  record InMemory(Representation representation, Buffer content) implements Found {}

  /** A large file, open; whoever gets it closes it. */
  record Open(Representation representation, FileChannel channel) implements Found {}

  /** A directory that was asked for without its slash, and that has an index. */
  record WithoutSlash() implements Found {}
}
