package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AddressTokenTest {
  private static final Instant NOW = Instant.parse("2026-05-26T12:16:06Z");
  private static final SecureRandom NO_RANDOM =
      new SecureRandom() {
        @Override
        public void nextBytes(byte[] bytes) {
          // the same key every time
        }
      };

  private final ByteBuf id = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
  private final InetSocketAddress client =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);

  private static AddressToken at(Duration later) {
    return new AddressToken(NO_RANDOM, Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
  }

  private ByteBuf written() {
    ByteBuf token = Unpooled.buffer();
    at(Duration.ZERO).write(token, id, client);
    return token;
  }

  @Test
  void itsClientGetsInWithTheIdItBeganWith() {
    ByteBuf token = written();

    int offset = at(Duration.ofSeconds(2)).verify(token, client);

    assertThat(token.slice(offset, token.readableBytes() - offset)).isEqualTo(id);
  }

  @Test
  void nobodyElseDoes() {
    InetSocketAddress otherPort = new InetSocketAddress(client.getAddress(), 4_001);

    assertThat(at(Duration.ZERO).verify(written(), otherPort)).isNegative();
  }

  @Test
  void itEnds() {
    assertThat(at(Duration.ofSeconds(16)).verify(written(), client)).isNegative();
    assertThat(at(Duration.ofSeconds(-1)).verify(written(), client)).isNegative();
  }

  @Test
  void noByteOfItCanBeChanged() {
    for (int i = 0; i < written().readableBytes(); i++) {
      ByteBuf changed = written();
      changed.setByte(i, changed.getByte(i) ^ 1);

      assertThat(at(Duration.ZERO).verify(changed, client)).as("byte %d", i).isNegative();
    }
    assertThat(at(Duration.ZERO).verify(Unpooled.EMPTY_BUFFER, client)).isNegative();
  }
}
