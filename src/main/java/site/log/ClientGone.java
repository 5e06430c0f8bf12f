package site.log;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.logging.LogRecord;

/**
 * Recognises what Vert.x and Netty report as errors when a peer merely closed its connection.
 * Happens all day on the open Internet, and nobody can do anything about it.
 */
final class ClientGone {
  private static final Set<String> EXCEPTIONS =
      Set.of("io.vertx.core.http.HttpClosedException", "io.vertx.core.http.StreamResetException");

  private ClientGone() {}

  static boolean isMeantBy(LogRecord published) {
    String logger = published.getLoggerName();
    Throwable thrown = published.getThrown();
    return thrown != null
        && logger != null
        && (logger.startsWith("io.vertx.") || logger.startsWith("io.netty."))
        && isMeantBy(thrown);
  }

  private static boolean isMeantBy(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return thrown instanceof ClosedChannelException
        || EXCEPTIONS.contains(thrown.getClass().getName())
        || message.startsWith("Connection was closed")
        || (thrown instanceof IOException
            && (message.contains("Connection reset") || message.contains("Broken pipe")));
  }
}
