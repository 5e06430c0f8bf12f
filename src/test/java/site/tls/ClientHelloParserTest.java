package site.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloParserTest {
  // version, random, no session id, one cipher suite, no compression
  private static final String HEAD = "0303" + "00".repeat(32) + "00" + "00021301" + "0100";

  @Test
  void aRealClientHelloIsRead() {
    byte[] body = Hellos.body("Shop.Example", "h2", "http/1.1");

    Optional<ClientHello> hello = ClientHelloParser.parse(ByteBuffer.wrap(body));

    assertThat(hello).isPresent();
    assertThat(hello.get().serverName()).contains("shop.example");
    assertThat(hello.get().applicationProtocols()).containsExactly("h2", "http/1.1");
    assertThat(hello.get().signatureSchemes()).contains(0x0403, 0x0804);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                              ,           no extensions at all",
    "0000,                                            ,           an empty list of extensions",
    "0000 0006 0004 00 0001 61,                       a,          one host name",
    "0000 0006 0004 00 0001 41,                       a,          in upper case",
    "0000 0006 0004 01 0001 61,                       ,           a name of another type",
    "0000 000a 0008 01 0001 62 00 0001 61,            a,          a host name after another type",
    "0000 0002 0000,                                  ,           an empty list of names",
    "000a 0004 0002 001d 0000 0006 0004 00 0001 61,   a,          after an unknown extension",
  })
  void serverNamesAreFound(String extensions, String name, String what) {
    Optional<ClientHello> hello = parse(extensions);

    assertThat(hello.orElseThrow().serverName()).as(what).isEqualTo(Optional.ofNullable(name));
  }

  @ParameterizedTest
  @CsvSource({
    "0000 0005 0003 00 0000,            an empty name",
    "0000 0006 0004 00 0001 20,         a space",
    "0000 0006 0004 00 0001 00,         a zero byte",
    "0000 0006 0004 00 0001 e9,         not ASCII",
    "0000 0006 0004 00 0002 61,         a name beyond its list",
    "0000 0006 0005 00 0001 61,         a list beyond its extension",
    "0000 0007 0004 00 0001 61,         an extension beyond the message",
    "0000 00,                           half an extension",
    "0010 0005 0003 05 6832,            a protocol beyond its list",
    "000d 0003 0001 04,                 half a signature scheme",
  })
  void malformedMessagesAreNotHalfUnderstood(String extensions, String what) {
    Optional<ClientHello> hello = parse(extensions);

    assertThat(hello).as(what).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0303", "0303" + "00"})
  void tooShortMessagesAreMalformed(String hex) {
    Optional<ClientHello> hello = ClientHelloParser.parse(bytes(hex));

    assertThat(hello).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "acme-tls/1,           true",
    "'acme-tls/1,h2',      false",
    "h2,                   false",
  })
  void onlyAClientThatOffersNothingElseIsAnAcmeServer(String offered, boolean expected) {
    byte[] body = Hellos.body("one.example", offered.split(","));

    boolean acme = ClientHelloParser.parse(ByteBuffer.wrap(body)).orElseThrow().isAcmeChallenge();

    assertThat(acme).isEqualTo(expected);
  }

  @Test
  void everyTruncationIsMalformedOrShorter() {
    byte[] body = Hellos.body("one.example", "h2");

    for (int length = 0; length < body.length; length++) {
      var hello = ClientHelloParser.parse(ByteBuffer.wrap(Arrays.copyOf(body, length)));

      // right behind the compression methods a message without extensions ends well
      hello.ifPresent(h -> assertThat(h.serverName()).isEmpty());
    }
  }

  @Test
  void noInputMakesItThrow() {
    byte[] body = Hellos.body("one.example", "h2", "http/1.1");
    Random random = new Random(8446);

    for (int i = 0; i < 100_000; i++) {
      byte[] mutated = mutated(body, random);

      var hello = ClientHelloParser.parse(ByteBuffer.wrap(mutated));

      hello
          .flatMap(ClientHello::serverName)
          .ifPresent(name -> assertThat(name).matches("[!-~&&[^A-Z]]{1,255}"));
    }
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = Arrays.copyOf(original, 1 + random.nextInt(original.length));
    int changes = random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static Optional<ClientHello> parse(String extensions) {
    String hex = extensions.replace(" ", "");
    if (hex.isEmpty() || hex.equals("0000")) {
      return ClientHelloParser.parse(bytes(HEAD + hex));
    }
    String length = HexFormat.of().toHexDigits((short) (hex.length() / 2));
    return ClientHelloParser.parse(bytes(HEAD + length + hex));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
