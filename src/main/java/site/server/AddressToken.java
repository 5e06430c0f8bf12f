package site.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.Quic;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client repeats to show that it gets what is sent to its address (RFC 9000 8.1.4): when it
 * was made, a signature over that, the address and the id of the connection, and the id. The key is
 * this process' own.
 */
final class AddressToken {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int TIME = Long.BYTES;
  private static final int SIGNATURE = 16;
  static final int MAX_LENGTH = TIME + SIGNATURE + Quic.MAX_CONN_ID_LEN;

  /** A client answers within a round trip or two. */
  private static final Duration LIFE = Duration.ofSeconds(15);

  private final Clock clock;
  private final SecretKeySpec key;

  AddressToken(SecureRandom random, Clock clock) {
    this.clock = clock;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  void write(ByteBuf out, ByteBuf connectionId, InetSocketAddress client) {
    long now = clock.millis();
    out.writeLong(now);
    out.writeBytes(signature(now, bytes(connectionId), client));
    out.writeBytes(connectionId, connectionId.readerIndex(), connectionId.readableBytes());
  }

  /** Where the id of the connection begins in it; -1 when it is not one of ours for this client. */
  int verify(ByteBuf token, InetSocketAddress client) {
    byte[] all = bytes(token);
    if (all.length < TIME + SIGNATURE || all.length > MAX_LENGTH) {
      return -1;
    }
    long made = ByteBuffer.wrap(all).getLong();
    long age = clock.millis() - made;
    byte[] signed = Arrays.copyOfRange(all, TIME, TIME + SIGNATURE);
    byte[] id = Arrays.copyOfRange(all, TIME + SIGNATURE, all.length);
    boolean ours = MessageDigest.isEqual(signed, signature(made, id, client));
    return ours && age >= 0 && age <= LIFE.toMillis() ? TIME + SIGNATURE : -1;
  }

  private byte[] signature(long made, byte[] connectionId, InetSocketAddress client) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(
          ByteBuffer.allocate(TIME + Short.BYTES).putLong(made).putShort(port(client)).flip());
      mac.update(client.getAddress().getAddress());
      mac.update(connectionId);
      return Arrays.copyOf(mac.doFinal(), SIGNATURE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static short port(InetSocketAddress client) {
    return (short) client.getPort();
  }

  private static byte[] bytes(ByteBuf from) {
    byte[] bytes = new byte[from.readableBytes()];
    from.getBytes(from.readerIndex(), bytes);
    return bytes;
  }
}
