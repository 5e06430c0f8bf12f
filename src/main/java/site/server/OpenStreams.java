package site.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the streams of HTTP/2 and HTTP/3 that are open on all listeners. An exchange is over when
 * its response is written; its stream stays open, and holds what was written, until the client has
 * taken it.
 */
final class OpenStreams {
  private final AtomicInteger open = new AtomicInteger();

  int count() {
    return open.get();
  }

  /** Counts those of a connection; an upgraded one has its first stream already. */
  void follow(Http2Connection connection) {
    OfOne own = new OfOne(connection);
    own.count();
    connection.addListener(own);
  }

  /** Counts a stream of HTTP/3. */
  void follow(Channel stream) {
    open.incrementAndGet();
    stream.closeFuture().addListener(closed -> open.decrementAndGet());
  }

  private final class OfOne extends Http2ConnectionAdapter {
    private final Http2Connection connection;
    private int counted;

    OfOne(Http2Connection connection) {
      this.connection = connection;
    }

    @Override
    public void onStreamActive(Http2Stream stream) {
      count();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      count();
    }

    void count() {
      int present = connection.numActiveStreams();
      open.addAndGet(present - counted);
      counted = present;
    }
  }
}
