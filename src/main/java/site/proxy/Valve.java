package site.proxy;

import io.netty.channel.ChannelConfig;
import io.vertx.core.streams.ReadStream;

/** Holds a source back and lets it go on. */
interface Valve {
  void close();

  void open();

  /** The stream's own pause. */
  static Valve of(ReadStream<?> stream) {
    return new Valve() {
      @Override
      public void close() {
        stream.pause();
      }

      @Override
      public void open() {
        stream.resume();
      }
    };
  }

  /** Reads no more from a socket. */
  static Valve of(ChannelConfig channel) {
    return new Valve() {
      @Override
      public void close() {
        channel.setAutoRead(false);
      }

      @Override
      public void open() {
        channel.setAutoRead(true);
      }
    };
  }
}
