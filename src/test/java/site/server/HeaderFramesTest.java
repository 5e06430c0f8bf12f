package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames in hexadecimal: length, type, flags, stream, payload. */
class HeaderFramesTest {
  private static final String PREFACE = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a";

  @ParameterizedTest
  @CsvSource({
    "a whole frame,                        000000 04 00 00000000, false",
    "part of a frame's header,             000000 04 00 0000,     true",
    "part of the payload of SETTINGS,      000006 04 00 00000000 0001, true",
    "part of the payload of DATA,          000006 00 00 00000001 0001, false",
    "a header block that ends,             000001 01 04 00000001 82,   false",
    "a header block that goes on,          000001 01 00 00000001 82,   true",
    "a frame between those of a block,     000001 01 00 00000001 82 000000 04 00 00000000, true",
    "a header block that went on and ends, 000001 01 00 00000001 82 000000 09 04 00000001, false",
    "a large frame and the next begun,     000001 00 00 00000001 82 00, true",
  })
  void aHeaderIsKnownToEndWhereItsFramesSay(String name, String frames, boolean within) {
    for (int piece : new int[] {1, 7, 1000}) {
      HeaderFrames seen = new HeaderFrames(new FrameBudget(() -> 0));

      feed(seen, bytes(PREFACE + frames.replace(" ", "")), piece);

      assertThat(seen.areHttp2()).isTrue();
      assertThat(seen.isWithinHeader()).as(name + " in pieces of " + piece).isEqualTo(within);
    }
  }

  @ParameterizedTest
  @CsvSource({"474554", "5052495052", "505249202a20485454502f312e31"})
  void otherBytesAreNoHttp2(String bytes) {
    HeaderFrames seen = new HeaderFrames(new FrameBudget(() -> 0));

    feed(seen, bytes(bytes), 2);

    assertThat(seen.areHttp2()).isFalse();
  }

  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
  }

  private static void feed(HeaderFrames frames, ByteBuf bytes, int piece) {
    while (bytes.isReadable()) {
      frames.read(bytes.readSlice(Math.min(piece, bytes.readableBytes())));
    }
  }
}
