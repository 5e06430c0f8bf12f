package site.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Predicate;
import site.config.LimitsConfig;
import site.http.JointFlush;

/**
 * Stands where a listener accepts, before TLS and before a byte is read. Closes connections for
 * which there is no place, without a word: an answer would take what they shall not have.
 */
@Sharable
final class Gate extends ChannelInboundHandlerAdapter {
  private final LimitsConfig limits;
  private final Crowd crowd;
  private final Predicate<InetAddress> proxies;
  private final LimitTally tally;

  /**
   * Lets in.
   *
   * @param crowd those on all listeners
   * @param proxies peers that speak for many clients
   */
  Gate(LimitsConfig limits, Crowd crowd, Predicate<InetAddress> proxies, LimitTally tally) {
    this.limits = limits;
    this.crowd = crowd;
    this.proxies = proxies;
    this.tally = tally;
  }

  /** Called with each connection, which is not registered with its event loop yet. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    Channel connection = (Channel) accepted;
    if (!admits(connection, connection.remoteAddress())) {
      connection.unsafe().closeForcibly();
      return;
    }
    connection.pipeline().addLast(new JointFlush());
    connection.pipeline().addLast(new HeaderDeadline(limits, tally));
    ctx.fireChannelRead(connection);
  }

  /** Takes a place for a connection until it is closed; false when there is none. */
  boolean admits(Channel connection, SocketAddress from) {
    Optional<InetAddress> client = client(from);
    Optional<Limit> reached = crowd.enter(client, limits);
    if (reached.isPresent()) {
      reached(reached.get(), from);
      return false;
    }
    connection.closeFuture().addListener(closed -> crowd.leave(client));
    return true;
  }

  /** Counts a connection that ran into a limit. */
  void reached(Limit limit, SocketAddress from) {
    tally.reached(limit, from);
  }

  private Optional<InetAddress> client(SocketAddress from) {
    return from instanceof InetSocketAddress peer
        ? Optional.of(peer.getAddress()).filter(proxies.negate())
        : Optional.empty();
  }
}
