package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import site.http.coding.AcceptEncoding;
import site.http.coding.Coding;

/** Whoever reads a field takes anything for it: no exception, no long thought, no wrong promise. */
class FieldFuzzTest {
  private static final Instant NOW = Instant.parse("2026-05-26T12:00:00Z");

  /** Who reads, and what is good to be read. */
  private record Reader(String name, Consumer<String> read, List<String> examples) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> readers() {
    return Stream.of(
            new Reader(
                "Range",
                FieldFuzzTest::range,
                List.of("bytes=0-0,5-9", "bytes=-5", "bytes=2-", "bytes= 1-2 , 3-4, ,-1", "x=1-2")),
            new Reader(
                "Accept-Encoding",
                FieldFuzzTest::acceptEncoding,
                List.of("gzip, br;q=0.5, zstd;q=1.000", "*;q=0", "identity;q=0, *", "", "x-gzip")),
            new Reader(
                "Accept",
                field -> Accept.named(field, "application/json"),
                List.of("text/html;level=1;q=0.3, application/json, */*;q=0.1")),
            new Reader(
                "If-None-Match",
                FieldFuzzTest::tags,
                List.of("\"a\", W/\"b\", \"c,d\"", "*", "W/\"\"", "\"\\\"")),
            new Reader(
                "If-Modified-Since",
                field -> HttpDate.parse(field, NOW),
                List.of(
                    "Tue, 26 May 2026 12:00:00 GMT",
                    "Tuesday, 26-May-26 12:00:00 GMT",
                    "Tue May 26 12:00:00 2026")),
            new Reader(
                "Forwarded",
                field -> client("forwarded", field),
                List.of(
                    "for=192.0.2.1;proto=https, for=\"[2001:db8::1]:80\";by=_x",
                    "for=_hidden, for=unknown;host=\"a,b\"")),
            new Reader(
                "X-Forwarded-For",
                field -> client("x-forwarded-for", field),
                List.of("192.0.2.1, 2001:db8::1, [2001:db8::2]:80, 10.0.0.1:8080", "unknown")),
            new Reader("Host", Authority::parse, List.of("a.example:80", "[::1]:443", "1.2.3.4")),
            new Reader(
                "path",
                FieldFuzzTest::path,
                List.of("/a/b/../c/./d", "/%61/%2e%2e/%2F", "/a//b;x=1", "*", "/ä", "/a%zz")))
        .map(Arguments::of);
  }

  private static void range(String field) {
    for (long size : new long[] {0, 1, 10, Long.MAX_VALUE}) {
      ByteRange found = ByteRange.select(field, size);
      if (found instanceof ByteRange.Part part) {
        isWithin(part, size);
      }
      if (found instanceof ByteRange.Parts parts) {
        assertThat(parts.parts()).hasSizeBetween(2, 16);
        parts.parts().forEach(part -> isWithin(part, size));
      }
    }
  }

  private static void isWithin(ByteRange.Part part, long size) {
    assertThat(part.first()).isBetween(0L, part.last());
    assertThat(part.last()).isLessThan(size);
  }

  private static void acceptEncoding(String field) {
    List<Coding> offered = List.of(Coding.values());
    assertThat(offered).containsAll(AcceptEncoding.choose(field, offered));
  }

  private static void tags(String field) {
    EntityTags.anyWeak(field, "\"a\"");
    EntityTags.anyStrong(field, "W/\"b\"");
    EntityTags.isStronglyEqual(field, "\"a\"");
  }

  private static void client(String name, String field) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(name, field);
    InetAddress peer = InetAddress.getLoopbackAddress();
    ClientAddress believing = new ClientAddress(InetAddress::isLoopbackAddress, true);

    assertThat(believing.find(peer, 1, false, headers).address()).isNotNull();
  }

  private static void path(String text) {
    try {
      RequestPath path = RequestPath.parse(text);
      assertThat((path.decoded() + "/").split("/", -1)).doesNotContain(".", "..");
    } catch (HttpFailure refused) {
      assertThat(refused.status()).isBetween(400, 499);
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void anythingCanBeRead(Reader reader) {
    run(reader, 20_260_526, 20_000);
  }

  @ParameterizedTest
  @MethodSource("readers")
  @Tag("long")
  void anythingCanBeReadForLong(Reader reader) {
    run(reader, System.nanoTime(), 1_000_000);
  }

  private static void run(Reader reader, long seed, int times) {
    Mutator mutator = new Mutator(seed, reader.examples());
    for (int i = 0; i < times; i++) {
      String field = mutator.next();
      long begun = System.nanoTime();
      try {
        reader.read().accept(field);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(reader + ", seed " + seed + ", number " + i + ": " + field, e);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as("%s, seed %d, number %d: %s", reader, seed, i, field)
          .isLessThan(Duration.ofSeconds(5));
    }
  }
}
