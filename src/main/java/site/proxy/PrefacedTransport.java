package site.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import site.http.DelegatedTransport;

/**
 * A transport on which connections to some addresses begin with something that is neither TLS nor
 * HTTP. Vert.x' clients hand a connection out when it is too late for that.
 */
public final class PrefacedTransport extends DelegatedTransport {
  public PrefacedTransport(Transport transport) {
    super(transport);
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return address instanceof PrefacedAddress prefaced
        ? new Preface.To(transport.convert(prefaced.socket()), prefaced.preface())
        : transport.convert(address);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    ChannelFactory<? extends Channel> factory = transport.channelFactory(domainSocket);
    return () -> {
      Channel channel = factory.newChannel();
      channel.pipeline().addFirst(new Preface());
      return channel;
    };
  }
}
