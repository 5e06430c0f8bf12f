package site.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;

/** Where a connection goes and what is said on it first. {@link PrefacedTransport} knows it. */
record PrefacedAddress(SocketAddress socket, Buffer preface) implements SocketAddress {
  @Override
  public String host() {
    return socket.host();
  }

  @Override
  public String hostName() {
    return socket.hostName();
  }

  @Override
  public String hostAddress() {
    return socket.hostAddress();
  }

  @Override
  public int port() {
    return socket.port();
  }

  @Override
  public String path() {
    return socket.path();
  }

  @Override
  public boolean isInetSocket() {
    return socket.isInetSocket();
  }

  @Override
  public boolean isDomainSocket() {
    return socket.isDomainSocket();
  }
}
