package site.http.coding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.http.coding.Encoder.Then;

class EncodersTest {
  private final Encoders encoders = Encoders.blockingLoad();

  @Test
  void thisMachineHasThemAll() {
    assertThat(encoders.available(Coding.ALL)).isEqualTo(Coding.ALL);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCodedInPiecesIsReadAsAWhole(Coding coding) {
    Random random = new Random(7);
    Buffer content = Buffer.buffer();
    Buffer coded = Buffer.buffer();
    try (Encoder encoder = encoders.quick(coding).orElseThrow()) {
      for (int i = 0; i < 60; i++) {
        Buffer piece =
            i % 7 == 0 ? noise(random, random.nextInt(90_000)) : text(random.nextInt(40));
        content.appendBuffer(piece);
        coded.appendBuffer(encoder.encode(piece, i % 5 == 0 ? Then.FLUSH : Then.CONTINUE));
      }
      coded.appendBuffer(encoder.encode(Buffer.buffer(), Then.FINISH));
    }

    assertThat(Decoded.all(coding.token(), coded.getBytes())).isEqualTo(content.getBytes());
  }

  @ParameterizedTest
  @EnumSource
  void nothingAtAllIsABodyToo(Coding coding) {
    Buffer coded = Encoders.blockingEncode(coding, Buffer.buffer());

    assertThat(Decoded.all(coding.token(), coded.getBytes())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsFlushedCanBeRead(Coding coding) throws Exception {
    try (Encoder encoder = encoders.quick(coding).orElseThrow()) {
      byte[] first = encoder.encode(Buffer.buffer("hello, "), Then.FLUSH).getBytes();
      byte[] second = encoder.encode(Buffer.buffer("world"), Then.FLUSH).getBytes();

      Buffer both = Buffer.buffer(first).appendBytes(second);
      InputStream in = Decoded.stream(coding.token(), new ByteArrayInputStream(both.getBytes()));
      assertThat(new String(in.readNBytes(12), UTF_8)).isEqualTo("hello, world");
    }
  }

  @ParameterizedTest
  @EnumSource
  void textGetsSmallerOnTheWayAndSmallerStillWhenItIsKept(Coding coding) {
    Buffer text = text(3000);

    int kept = Encoders.blockingEncode(coding, text).length();
    int onTheWay;
    try (Encoder encoder = encoders.quick(coding).orElseThrow()) {
      onTheWay = encoder.encode(text, Then.FINISH).length();
    }

    assertThat(kept).isLessThanOrEqualTo(onTheWay).isLessThan(text.length() / 3);
    assertThat(onTheWay).isLessThan(text.length() / 2);
  }

  @Test
  void thereIsAnEndToHowManyAreOpen() {
    List<Encoder> open = new ArrayList<>();
    for (var encoder = encoders.quick(Coding.GZIP);
        encoder.isPresent() && open.size() < 10_000;
        encoder = encoders.quick(Coding.GZIP)) {
      open.add(encoder.get());
    }
    int most = open.size();
    open.get(0).close();
    open.get(0).close();

    assertThat(most).isLessThan(10_000);
    assertThat(encoders.quick(Coding.GZIP)).isPresent().hasValueSatisfying(Encoder::close);
    open.forEach(Encoder::close);
  }

  private static Buffer noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  private static Buffer text(int lines) {
    Buffer text = Buffer.buffer();
    List<String> words = List.of("some ", "of ", "these ", "words ", "come ", "back ", "often\n");
    Random random = new Random(lines);
    for (int i = 0; i < lines; i++) {
      text.appendString(random.nextInt(1000) + words.get(random.nextInt(words.size())));
    }
    return text;
  }
}
