package site.server;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.Address;
import site.config.Network;

/**
 * Listening sockets that systemd opened and handed to this process (sd_listen_fds(3)): each is used
 * for the listener of its address. The sockets stay open while the process lives, so that a
 * listener that is opened anew finds its clients waiting.
 */
public final class InheritedSockets {
  private static final Logger LOG = LoggerFactory.getLogger(InheritedSockets.class);

  /** SD_LISTEN_FDS_START */
  private static final int FIRST = 3;

  private static final int MOST = 1_000;

  static final int NONE = -1;

  private final Map<Integer, InetSocketAddress> sockets;
  private final AtomicInteger next = new AtomicInteger(NONE);

  InheritedSockets(Map<Integer, InetSocketAddress> sockets) {
    this.sockets = sockets;
  }

  /** Those of this process; none where the system's own transport does not load. */
  public static InheritedSockets ofThisProcess() {
    int count = count(System::getenv, ProcessHandle.current().pid());
    if (count > 0 && !Epoll.isAvailable()) {
      LOG.warn("{} inherited sockets cannot be used: {}", count, Epoll.unavailabilityCause());
      return new InheritedSockets(Map.of());
    }
    Map<Integer, InetSocketAddress> sockets = new LinkedHashMap<>();
    IntStream.range(FIRST, FIRST + count)
        .forEach(descriptor -> sockets.put(descriptor, new Socket(descriptor).localAddress()));
    return new InheritedSockets(sockets);
  }

  /** How many are meant for this process and not for the one that started it. */
  static int count(UnaryOperator<String> environment, long pid) {
    if (!String.valueOf(pid).equals(environment.apply("LISTEN_PID"))) {
      return 0;
    }
    String count = Optional.ofNullable(environment.apply("LISTEN_FDS")).orElse("");
    return count.matches("[0-9]{1,4}") ? Math.min(Integer.parseInt(count), MOST) : 0;
  }

  public boolean isEmpty() {
    return sockets.isEmpty();
  }

  /** Gives sockets to the servers of a Vert.x. */
  public Transport transport() {
    return new TransportInternal(
        "epoll", true, null, new InheritingTransport(() -> next.getAndSet(NONE)));
  }

  /**
   * The next server that listens gets the socket of this address, if there is one. Listeners are
   * opened one after the other.
   */
  void blockingExpect(Address address) {
    int descriptor = descriptor(address);
    try {
      next.set(descriptor == NONE ? NONE : InheritedSocket.blockingDuplicate(descriptor));
    } catch (IOException e) {
      throw new ListenFailure("the inherited socket of " + address + " cannot be used: " + e);
    }
  }

  /** No socket for whoever listens next. */
  void expectNothing() {
    next.set(NONE);
  }

  int descriptor(Address address) {
    return sockets.entrySet().stream()
        .filter(socket -> address instanceof Address.Tcp tcp && isAt(socket.getValue(), tcp))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(NONE);
  }

  private static boolean isAt(InetSocketAddress socket, Address.Tcp wanted) {
    if (socket == null || socket.getPort() != wanted.port()) {
      return false;
    }
    InetAddress bound = socket.getAddress();
    return wanted.host().isEmpty()
        ? bound.isAnyLocalAddress()
        : bound.equals(Network.literal(wanted.host()));
  }

  @Override
  public String toString() {
    return sockets.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
