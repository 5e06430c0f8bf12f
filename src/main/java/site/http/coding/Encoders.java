package site.http.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes encoders of the codings this machine has. gzip is part of Java; brotli and zstd are native
 * libraries, and where one cannot be loaded its coding is not offered.
 */
public final class Encoders {
  private static final Logger LOG = LoggerFactory.getLogger(Encoders.class);

  /** None at all. */
  public static final Encoders NONE = new Encoders(List.of());

  /** Each holds up to about half a mebibyte; what comes beyond goes out as it is. */
  private static final int MOST_OPEN = 512;

  private final List<Coding> available;
  private final AtomicInteger open = new AtomicInteger();

  private Encoders(List<Coding> available) {
    this.available = available;
  }

  /** Finds out what this machine has; says once what it has not. */
  public static Encoders blockingLoad() {
    List<Coding> available = new ArrayList<>(Coding.ALL);
    unavailable(Coding.ZSTD, Encoders::loadZstd, available);
    unavailable(Coding.BR, Brotli4jLoader::ensureAvailability, available);
    return new Encoders(List.copyOf(available));
  }

  private static void loadZstd() {
    Native.load();
  }

  private static void unavailable(Coding coding, Runnable load, List<Coding> available) {
    try {
      load.run();
    } catch (LinkageError | RuntimeException e) {
      LOG.warn(
          "compression without {}: its native library cannot be loaded: {}", coding.token(), e);
      available.remove(coding);
    }
  }

  /** Those of a list that this machine has. */
  public List<Coding> available(List<Coding> wanted) {
    return wanted.stream().filter(available::contains).toList();
  }

  /**
   * An encoder for a body that is coded while it is sent, on an event loop: quick rather than
   * small, and with little memory.
   *
   * @return empty while too many are open
   */
  public Optional<Encoder> quick(Coding coding) {
    if (open.incrementAndGet() > MOST_OPEN) {
      open.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(
        new Counted(
            switch (coding) {
              case ZSTD -> new ZstdEncoder(3, 18);
              case BR -> new BrotliEncoder(2, 18);
              case GZIP -> new GzipEncoder(2);
            }));
  }

  /** Codes content that is kept, small rather than quick; on a worker. */
  public static Buffer blockingEncode(Coding coding, Buffer content) {
    try (Encoder encoder = thorough(coding)) {
      return encoder.encode(content, Encoder.Then.FINISH);
    }
  }

  private static Encoder thorough(Coding coding) {
    return switch (coding) {
      case ZSTD -> new ZstdEncoder(12, 19);
      case BR -> new BrotliEncoder(9, 19);
      case GZIP -> new GzipEncoder(9);
    };
  }

  private final class Counted implements Encoder {
    private final Encoder encoder;
    private boolean closed;

    Counted(Encoder encoder) {
      this.encoder = encoder;
    }

    @Override
    public Buffer encode(Buffer piece, Then then) {
      return encoder.encode(piece, then);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        encoder.close();
        open.decrementAndGet();
      }
    }
  }
}
