package site.deploy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an app's {@link LiveRecord} on disk: the old one or the new one, never half of one. */
record LiveFile(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFile.class);

  /** What was written last; none when nothing was or somebody else has been at it. */
  LiveRecord blockingRead() throws IOException {
    if (!Files.exists(path)) {
      return LiveRecord.NONE;
    }
    try {
      return LiveRecord.parse(Files.readString(path));
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be read, earlier revisions are forgotten: {}", path, e.toString());
      return LiveRecord.NONE;
    }
  }

  /** On disk when it returns, whatever happens to the process or the machine afterwards. */
  void blockingWrite(LiveRecord record) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(record.text().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
