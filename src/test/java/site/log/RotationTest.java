package site.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.SettableClock;

class RotationTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir private Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final SettableClock clock =
      new SettableClock(Instant.parse("2026-05-26T12:00:00Z"), BERLIN);
  private final LineWriters writers =
      new LineWriters(new PrintStream(err, true, UTF_8), LineWriter.Room.DEFAULT, clock);

  @AfterEach
  void close() {
    writers.closeBlocking(LONG);
  }

  @ParameterizedTest
  @CsvSource({
    // size, age, written, last, now, due
    "100, , 99, 2026-05-26T12:00:00Z, 2036-05-26T12:00:00Z, false",
    "100, , 100, 2026-05-26T12:00:00Z, 2026-05-26T12:00:00Z, true",
    ", 1d, 1, 2026-05-26T21:59:59Z, 2026-05-26T22:00:00Z, true",
    ", 1d, 1, 2026-05-26T22:00:00Z, 2026-05-27T21:59:59Z, false",
    ", 1d, 0, 2026-05-26T21:59:59Z, 2026-05-26T22:00:00Z, false",
    ", 1h, 1, 2026-05-26T12:59:59Z, 2026-05-26T13:00:00Z, true",
    "100, 1d, 1, 2026-05-26T12:00:00Z, 2026-05-28T12:00:00Z, true",
    ", , 1000000, 2026-05-26T12:00:00Z, 2036-05-26T12:00:00Z, false"
  })
  void aFileIsDueBySizeOrWhenAMidnightHasPassed(
      Long size, String age, long written, Instant last, Instant now, boolean due) {
    Rotation rotation =
        new Rotation(
            size == null ? OptionalLong.empty() : OptionalLong.of(size),
            Optional.ofNullable(age)
                .map(text -> Duration.parse(text.equals("1d") ? "P1D" : "PT1H")),
            14);

    assertThat(rotation.isDue(written, last, now, BERLIN)).isEqualTo(due);
  }

  @Test
  void noLineIsLostOrTornUnderLoad() throws Exception {
    Path file = folder.resolve("access.log");
    LineWriter writer = writers.fileBlocking(file);
    writer.rotate(bySize(64 * 1024, 10_000));
    List<Thread> threads =
        IntStream.range(0, 4).mapToObj(n -> new Thread(() -> offerAll(writer, n))).toList();

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    writers.closeBlocking(LONG);

    assertThat(compressed()).isEqualTo(parts(file).size() - 1);
    List<String> lines = new ArrayList<>();
    for (Path part : parts(file)) {
      String text = text(part);
      assertThat(text).endsWith("\n");
      lines.addAll(text.lines().toList());
      // one line more than the limit may be in it, no more
      assertThat(text.length()).isLessThanOrEqualTo(64 * 1024 + 64);
    }
    assertThat(parts(file).size()).isGreaterThan(10);
    assertThat(lines).hasSize(4 * 10_000).doesNotHaveDuplicates();
    assertThat(lines).allMatch(line -> line.matches("thread \\d line \\d+ x{30} end"));
  }

  private static void offerAll(LineWriter writer, int thread) {
    for (int i = 0; i < 10_000; i++) {
      String line = "thread " + thread + " line " + i + " " + "x".repeat(30) + " end";
      while (!writer.offer(line)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void atMidnightANewFileIsBegunAndTheOldOneIsCompressed() throws Exception {
    Path file = folder.resolve("access.log");
    LineWriter writer = writers.fileBlocking(file);
    writer.rotate(new Rotation(OptionalLong.empty(), Optional.of(Duration.ofDays(1)), 14));
    writer.offer("today");
    Await.until(() -> Files.readString(file).equals("today\n"));

    clock.set("2026-05-26T22:00:01Z");
    writer.offer("tomorrow");

    Path aside = folder.resolve("access.log.20260526T220001.000Z.gz");
    Await.until(() -> Files.exists(aside) && Files.readString(file).equals("tomorrow\n"));
    assertThat(text(aside)).isEqualTo("today\n");
    Await.until(() -> parts(file).size() == 2);
  }

  @Test
  void aFileOfYesterdayIsPutAsideByTheProcessOfToday() throws Exception {
    Path file = Files.writeString(folder.resolve("access.log"), "yesterday\n");
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(clock.instant().minus(Duration.ofDays(1))));
    LineWriter writer = writers.fileBlocking(file);
    writer.rotate(new Rotation(OptionalLong.empty(), Optional.of(Duration.ofDays(1)), 14));

    writer.offer("today");

    Await.until(() -> Files.exists(file) && Files.readString(file).equals("today\n"));
  }

  @Test
  void onlyTheNewestAreKeptAndForeignFilesAreLeftAlone() throws Exception {
    Path file = folder.resolve("access.log");
    Path foreign = Files.writeString(folder.resolve("access.log.20260101-old.gz"), "mine");
    LineWriter writer = writers.fileBlocking(file);
    writer.rotate(bySize(1, 2));

    for (int i = 0; i < 6; i++) {
      String line = "line " + i + "\n";
      writer.offer("line " + i);
      Await.until(() -> Files.exists(file) && Files.readString(file).equals(line));
      clock.pass(Duration.ofSeconds(1));
    }

    Await.until(() -> parts(file).size() == 3 && compressed() == 2);
    assertThat(parts(file).stream().map(RotationTest::text))
        .containsExactlyInAnyOrder("line 3\n", "line 4\n", "line 5\n");
    assertThat(foreign).hasContent("mine");
  }

  private long compressed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(name -> name.toString().endsWith("Z.gz")).count();
    }
  }

  @Test
  void whatCannotBePutAsideIsWrittenOn() throws Exception {
    Path file = folder.resolve("gone.log");
    LineWriter writer = writers.fileBlocking(file);
    writer.offer("first");
    Await.until(() -> Files.readString(file).equals("first\n"));
    Files.delete(file);
    writer.rotate(bySize(1, 2));

    writer.offer("second");

    Await.until(() -> err.toString(UTF_8).contains("cannot be put aside"));
    writers.reopen();
    writer.offer("third");
    Await.until(() -> Files.exists(file) && Files.readString(file).equals("third\n"));
  }

  private static Rotation bySize(long size, int keep) {
    return new Rotation(OptionalLong.of(size), Optional.empty(), keep);
  }

  private static List<Path> parts(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files
          .filter(part -> part.toString().matches(".*\\.log(\\.\\d{8}T.*Z(\\.gz)?)?"))
          .toList();
    }
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
      return new String(plain.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
