package site.proxy;

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
}
