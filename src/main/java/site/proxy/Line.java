package site.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Future;

/** An established connection to a target and the protocol spoken on it. Knows nothing of pools. */
interface Line {
  /** Begins a request; fails when the connection takes no more. */
  Future<TargetRequest> request();

  /** Requests it takes at a time. */
  default int capacity() {
    return 1;
  }

  /** Calls when the connection is closed, by whomever, or takes no further request. */
  void onGone(Runnable gone);

  /** Makes it ready for the next request, when one is complete. */
  void ready();

  /** What it goes over. */
  Channel channel();

  /** Closes at once, and with it every request under way. */
  void close();
}
