package site.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A place lines go to.
 *
 * @param name for messages
 * @param reopens whether it can have been moved away, and is ours to close
 * @param file present where it can be put aside
 */
record Output(String name, Opener opener, boolean reopens, Optional<Path> file, Framing framing) {
  private static final int CONNECT_MILLIS = 2_000;

  Output(String name, Opener opener, boolean reopens) {
    this(name, opener, reopens, Optional.empty(), Framing.LINES);
  }

  /** Opens the place for appending; blocks. */
  @FunctionalInterface
  interface Opener {
    WritableByteChannel openBlocking() throws IOException;
  }

  static Output stdout() {
    return new Output("stdout", () -> new FileOutputStream(FileDescriptor.out).getChannel(), false);
  }

  /** Standard output that systemd reads into its journal. */
  static Output stdoutOfJournal() {
    return new Output(
        "stdout to journald", stdout().opener(), false, Optional.empty(), new PrefixFraming());
  }

  static Output file(Path file) {
    return new Output(
        file.toString(), () -> openFileBlocking(file), true, Optional.of(file), Framing.LINES);
  }

  /** A socket for datagrams, such as {@code /dev/log}. */
  static Output unix(String name, Path socket, Framing framing) {
    return new Output(name, () -> UnixDatagram.connect(socket), true, Optional.empty(), framing);
  }

  static Output udp(String name, String host, int port, Framing framing) {
    Opener opener = () -> DatagramChannel.open().connect(new InetSocketAddress(host, port));
    return new Output(name, opener, true, Optional.empty(), framing);
  }

  static Output tcp(String name, String host, int port, Framing framing) {
    Opener opener = () -> connectBlocking(host, port);
    return new Output(name, opener, true, Optional.empty(), framing);
  }

  /** What cannot be sent at once is tried again later: a receiver that hangs stops no other log. */
  private static SocketChannel connectBlocking(String host, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      channel.configureBlocking(false);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether a failure ends the connection, and what was being sent is sent again whole. */
  boolean isRemote() {
    return reopens && framing != Framing.LINES;
  }

  private static WritableByteChannel openFileBlocking(Path file) throws IOException {
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
