package site.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Semaphore;

/** A disk that can be full, and can hang. */
final class FakeDisk implements WritableByteChannel {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final Semaphore mayWrite = new Semaphore(1);
  private volatile int free = Integer.MAX_VALUE;
  private volatile int writes;

  Output output(String name) {
    return new Output(name, () -> this, true);
  }

  /** Leaves that many bytes free. */
  void free(int bytes) {
    free = bytes;
  }

  void hang() throws InterruptedException {
    mayWrite.acquire();
  }

  void goOn() {
    mayWrite.release();
  }

  int writes() {
    return writes;
  }

  synchronized String text() {
    return content.toString(UTF_8);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    mayWrite.acquireUninterruptibly();
    try {
      return store(source);
    } finally {
      mayWrite.release();
    }
  }

  private synchronized int store(ByteBuffer source) throws IOException {
    writes++;
    int length = Math.min(source.remaining(), free);
    if (length == 0) {
      throw new IOException("No space left on device");
    }
    byte[] bytes = new byte[length];
    source.get(bytes);
    content.writeBytes(bytes);
    free -= length;
    return length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
