package site.log;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Sends datagrams to a Unix socket, which Java has no class for; never waits. */
final class UnixDatagram implements WritableByteChannel {
  private final Socket socket;
  private boolean open = true;

  private UnixDatagram(Socket socket) {
    this.socket = socket;
  }

  static UnixDatagram connect(Path path) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException("datagrams to a Unix socket need Linux on x86-64");
    }
    Socket socket = Socket.newSocketDomainDgram();
    try {
      socket.connect(new DomainSocketAddress(path.toString()));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return new UnixDatagram(socket);
  }

  @Override
  public int write(ByteBuffer message) throws IOException {
    int length = message.remaining();
    ByteBuffer direct = ByteBuffer.allocateDirect(length).put(message.duplicate());
    int sent = socket.write(direct, 0, length);
    if (sent > 0) {
      message.position(message.limit());
    }
    return sent;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    socket.close();
  }
}
