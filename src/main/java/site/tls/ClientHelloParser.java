package site.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the parts of a ClientHello message that matter for choosing a certificate. Does not judge
 * the rest: whatever is wrong with it, the TLS engine answers with the right alert.
 */
final class ClientHelloParser {
  private static final int VERSION_AND_RANDOM = 2 + 32;
  private static final int SERVER_NAME = 0;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;
  private static final int HOST_NAME = 0;
  private static final int LONGEST_HOST_NAME = 255;

  private final ByteBuffer in;
  private Optional<String> serverName = Optional.empty();
  private List<String> applicationProtocols = List.of();
  private Set<Integer> cipherSuites = Set.of();
  private Set<Integer> signatureSchemes = Set.of();

  private ClientHelloParser(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Parses the body of a ClientHello, without record and handshake headers.
   *
   * @return empty when it is malformed; addresses are not filled in
   */
  static Optional<ClientHello> parse(ByteBuffer body) {
    try {
      return Optional.of(new ClientHelloParser(body.slice()).read());
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private ClientHello read() {
    skip(in, VERSION_AND_RANDOM);
    skip(in, u8(in)); // session id
    cipherSuites = readCodePoints(take(in, u16(in)));
    skip(in, u8(in)); // compression methods
    if (in.hasRemaining()) {
      readExtensions(take(in, u16(in)));
    }
    return new ClientHello(
        serverName,
        applicationProtocols,
        cipherSuites,
        signatureSchemes,
        Optional.empty(),
        Optional.empty());
  }

  private void readExtensions(ByteBuffer extensions) {
    while (extensions.hasRemaining()) {
      int type = u16(extensions);
      ByteBuffer data = take(extensions, u16(extensions));
      switch (type) {
        case SERVER_NAME -> serverName = readServerName(data);
        case SIGNATURE_ALGORITHMS -> signatureSchemes = readCodePoints(take(data, u16(data)));
        case ALPN -> applicationProtocols = readProtocols(take(data, u16(data)));
        default -> {}
      }
    }
  }

  private static Optional<String> readServerName(ByteBuffer data) {
    ByteBuffer names = take(data, u16(data));
    while (names.hasRemaining()) {
      int type = u8(names);
      ByteBuffer name = take(names, u16(names));
      if (type == HOST_NAME) {
        return Optional.of(hostName(name));
      }
    }
    return Optional.empty();
  }

  private static String hostName(ByteBuffer name) {
    if (name.remaining() == 0 || name.remaining() > LONGEST_HOST_NAME) {
      throw new IllegalArgumentException("length of server name");
    }
    String text = StandardCharsets.ISO_8859_1.decode(name).toString();
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("not an ASCII server name");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static List<String> readProtocols(ByteBuffer list) {
    List<String> protocols = new ArrayList<>();
    while (list.hasRemaining()) {
      protocols.add(StandardCharsets.ISO_8859_1.decode(take(list, u8(list))).toString());
    }
    return List.copyOf(protocols);
  }

  private static Set<Integer> readCodePoints(ByteBuffer list) {
    Set<Integer> points = new LinkedHashSet<>();
    while (list.hasRemaining()) {
      points.add(u16(list));
    }
    return Set.copyOf(points);
  }

  private static int u8(ByteBuffer in) {
    return in.get() & 0xff;
  }

  private static int u16(ByteBuffer in) {
    return in.getShort() & 0xffff;
  }

  private static void skip(ByteBuffer in, int length) {
    in.position(in.position() + length); // IllegalArgumentException beyond the end
  }

  private static ByteBuffer take(ByteBuffer in, int length) {
    ByteBuffer part = in.slice();
    part.limit(length); // IllegalArgumentException beyond the end
    skip(in, length);
    return part;
  }
}
