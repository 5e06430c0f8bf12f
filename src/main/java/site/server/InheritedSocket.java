package site.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a channel of a listening socket somebody else opened. */
final class InheritedSocket extends ChannelOutboundHandlerAdapter {
  private static final int LONGEST_ADDRESS = 128;

  private InheritedSocket() {}

  static ServerChannel channel(int descriptor) {
    EpollServerSocketChannel channel = new EpollServerSocketChannel(descriptor);
    channel.pipeline().addLast(new InheritedSocket());
    return channel;
  }

  @Override
  public void bind(ChannelHandlerContext ctx, SocketAddress address, ChannelPromise promise) {
    promise.setSuccess(); // it is bound and listens
  }

  /** Other descriptors of the socket stay open, so epoll would not forget this one by itself. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    var unused = ctx.deregister().addListener(deregistered -> closeNow(ctx, promise));
  }

  private static void closeNow(ChannelHandlerContext ctx, ChannelPromise promise) {
    var unused = ctx.close(promise);
  }

  /** Another descriptor of the same socket: the kernel makes one for whoever is sent one. */
  static int blockingDuplicate(int descriptor) throws IOException {
    Path directory = Files.createTempDirectory("site");
    Path file = directory.resolve("socket");
    Socket listening = Socket.newSocketDomain();
    Socket sender = Socket.newSocketDomain();
    try {
      DomainSocketAddress address = new DomainSocketAddress(file.toString());
      listening.bind(address);
      listening.listen(1);
      sender.connect(address);
      Socket receiver = new Socket(listening.accept(new byte[LONGEST_ADDRESS]));
      sender.sendFd(descriptor);
      int duplicate = receiver.recvFd();
      receiver.close();
      return duplicate;
    } finally {
      sender.close();
      listening.close();
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }
}
