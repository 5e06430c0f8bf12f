package site.proxy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A DNS server for one name and one service, whose addresses a test changes; every answer is good
 * for a second.
 */
final class NameServer implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int SRV = 33;

  final AtomicInteger questions = new AtomicInteger();
  private final DatagramSocket socket;
  private volatile List<String> addresses = List.of();
  private volatile List<Server> servers = List.of();
  private volatile boolean failing;

  NameServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread = new Thread(this::serve, "name-server");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** None at all is NXDOMAIN. */
  void answers(String... next) {
    addresses = List.of(next);
    failing = false;
  }

  /** One record of a service (RFC 2782), whose host is asked for here, too. */
  record Server(int priority, int weight, int port, String host) {
    byte[] bytes() {
      ByteBuffer out = ByteBuffer.allocate(512);
      out.putShort((short) priority).putShort((short) weight).putShort((short) port);
      for (String label : host.split("[.]", -1)) {
        out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
      }
      out.put((byte) 0);
      return Arrays.copyOf(out.array(), host.isEmpty() ? 7 : out.position());
    }
  }

  void serves(Server... next) {
    servers = List.of(next);
    failing = false;
  }

  /** SERVFAIL from now on. */
  void fails() {
    failing = true;
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    byte[] buffer = new byte[512];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        questions.incrementAndGet();
        byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  /** RFC 1035 4.1. */
  private byte[] answer(byte[] query) throws IOException {
    int end = HEADER;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    int type = query[end + 2];
    int question = end + 5 - HEADER;
    List<byte[]> found =
        type == SRV
            ? servers.stream().map(Server::bytes).toList()
            : addresses.stream()
                .map(NameServer::bytes)
                .filter(ip -> (ip.length == 4) == (type == 1))
                .toList();
    ByteBuffer out = ByteBuffer.allocate(512);
    int code = failing ? 2 : addresses.isEmpty() && servers.isEmpty() ? 3 : 0;
    out.put(query, 0, 2).putShort((short) (0x8180 | code)).putShort((short) 1);
    out.putShort((short) (failing ? 0 : found.size())).putInt(0).put(query, HEADER, question);
    if (!failing) {
      for (byte[] ip : found) {
        out.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(1);
        out.putShort((short) ip.length).put(ip);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
