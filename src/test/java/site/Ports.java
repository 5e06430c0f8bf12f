package site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are told theirs before they start. They lie below those the system hands
 * out, so that no connection and no other server of the tests comes to have one in the meantime,
 * and none is given twice.
 */
public final class Ports {
  /** Above those that browsers refuse to visit. */
  private static final int LOWEST = 11_000;

  private static final int MANY = above() - LOWEST;

  /** Test runs at the same time begin in different places. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 7919 % MANY));

  private Ports() {}

  /** One that is free on all addresses, for TCP and UDP. */
  public static int free() {
    for (int i = 0; i < MANY; i++) {
      int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), MANY);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free from " + LOWEST + " on");
  }

  private static boolean isFree(int port) {
    try (ServerSocket tcp = new ServerSocket(port);
        DatagramSocket udp = new DatagramSocket(port)) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** The first that the system hands out by itself, where it says so. */
  private static int above() {
    Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    try {
      int first =
          Files.exists(range)
              ? Integer.parseInt(Files.readString(range).strip().split("\\s+", 2)[0])
              : 32_768;
      return Math.max(first, LOWEST + 10_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
