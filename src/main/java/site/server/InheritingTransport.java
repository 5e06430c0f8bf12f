package site.server;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.transports.EpollTransport;
import java.util.function.IntSupplier;

/** Epoll, with server channels made of sockets that are open already where there are some. */
final class InheritingTransport extends EpollTransport {
  private final IntSupplier descriptors;

  /**
   * A transport for one Vert.x.
   *
   * @param descriptors the socket for the next server; {@link InheritedSockets#NONE}: a new one
   */
  InheritingTransport(IntSupplier descriptors) {
    this.descriptors = descriptors;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean unix) {
    return unix ? super.serverChannelFactory(true) : this::serverChannel;
  }

  private ServerChannel serverChannel() {
    int descriptor = descriptors.getAsInt();
    return descriptor == InheritedSockets.NONE
        ? super.serverChannelFactory(false).newChannel()
        : InheritedSocket.channel(descriptor);
  }
}
