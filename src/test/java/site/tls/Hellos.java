package site.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Real ClientHello messages, as a JDK client sends them. */
final class Hellos {
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_HEADER = 4;

  private Hellos() {}

  /** One TLS record with the whole message. */
  static byte[] record(String serverName, String... applicationProtocols) {
    SSLEngine engine = TlsClient.trustingEverybody().createSSLEngine();
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    parameters.setApplicationProtocols(applicationProtocols);
    engine.setSSLParameters(parameters);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(ByteBuffer.allocate(0), out);
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The message without its headers. */
  static byte[] body(String serverName, String... applicationProtocols) {
    byte[] record = record(serverName, applicationProtocols);
    return Arrays.copyOfRange(record, RECORD_HEADER + HANDSHAKE_HEADER, record.length);
  }

  /** The same message over records of this size. */
  static byte[] fragmented(byte[] record, int size) {
    ByteBuffer out = ByteBuffer.allocate(record.length * (RECORD_HEADER + 1));
    for (int at = RECORD_HEADER; at < record.length; at += size) {
      int length = Math.min(size, record.length - at);
      out.put(record, 0, 3).putShort((short) length).put(record, at, length);
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
