package site.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineWriterTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeDisk disk = new FakeDisk();
  private LineWriters writers = writers(LineWriter.Room.DEFAULT);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    disk.goOn();
    writers.closeBlocking(LONG);
  }

  @Test
  void linesAppearInTheFileInTheOrderTheyWereOffered() throws Exception {
    Path file = folder.resolve("logs/access.log");
    LineWriter writer = writers.fileBlocking(file);

    IntStream.range(0, 10_000).forEach(i -> writer.offer("line " + i));

    Await.until(() -> lines(file).size() == 10_000);
    assertThat(lines(file))
        .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> "line " + i).toList());
  }

  @Test
  void aLineAppearsWithoutAnotherOneBehindIt() throws Exception {
    Path file = folder.resolve("access.log");
    LineWriter writer = writers.fileBlocking(file);

    for (int i = 1; i <= 20; i++) {
      int count = i;
      writer.offer("caf\u00e9");
      Await.until(() -> lines(file).size() == count);
    }

    assertThat(lines(file)).containsOnly("caf\u00e9");
  }

  @Test
  void aFileThatExistsIsContinued() throws Exception {
    Path file = Files.writeString(folder.resolve("access.log"), "old\n");

    writers.fileBlocking(file).offer("new");
    writers.closeBlocking(LONG);

    assertThat(file).hasContent("old\nnew\n");
  }

  @Test
  void aFileThatCanNotBeOpenedIsRefusedAtOnce() {
    assertThatThrownBy(() -> writers.fileBlocking(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void theSameFileHasTheSameWriterUntilItIsClosed() throws Exception {
    LineWriter first = writers.fileBlocking(folder.resolve("a.log"));

    assertThat(writers.fileBlocking(folder.resolve("x/../a.log"))).isSameAs(first);
    assertThat(writers.fileBlocking(folder.resolve("b.log"))).isNotSameAs(first);
    first.close();
    assertThat(writers.fileBlocking(folder.resolve("a.log"))).isNotSameAs(first);
  }

  @Test
  void aClosedWriterWritesWhatWaitedAndNothingElse() throws Exception {
    Path file = folder.resolve("a.log");
    LineWriter writer = writers.fileBlocking(file);

    writer.offer("before");
    writer.close();
    boolean accepted = writer.offer("after");

    Await.until(() -> !lines(file).isEmpty());
    assertThat(accepted).isFalse();
    writers.closeBlocking(LONG);
    assertThat(file).hasContent("before\n");
  }

  @Test
  void afterAMoveReopeningBeginsANewFile() throws Exception {
    Path file = folder.resolve("access.log");
    Path moved = folder.resolve("access.log.1");
    LineWriter writer = writers.fileBlocking(file);
    writer.offer("one");
    Await.until(() -> lines(file).size() == 1);

    Files.move(file, moved);
    writer.offer("two");
    Await.until(() -> lines(moved).size() == 2);
    writers.reopen();
    Await.until(() -> Files.exists(file));
    writer.offer("three");
    writers.closeBlocking(LONG);

    assertThat(moved).hasContent("one\ntwo\n");
    assertThat(file).hasContent("three\n");
  }

  @Test
  void manyLinesAreOneWrite() throws Exception {
    LineWriter writer = writers.writerBlocking(disk.output("disk"));
    disk.hang();

    IntStream.range(0, 1_000).forEach(i -> writer.offer("line " + i));
    disk.goOn();
    writers.closeBlocking(LONG);

    assertThat(disk.text().lines()).hasSize(1_000);
    assertThat(disk.writes()).isLessThanOrEqualTo(3);
  }

  @Test
  void aMillionLinesForADiskThatHangsAreDroppedBeyondTheRoomAndCounted() throws Exception {
    writers.closeBlocking(LONG);
    writers = writers(new LineWriter.Room(1_000, 1_000_000));
    LineWriter writer = writers.writerBlocking(disk.output("disk"));
    disk.hang();

    long accepted = 0;
    for (int i = 0; i < 1_000_000; i++) {
      accepted += writer.offer("x".repeat(50)) ? 1 : 0;
    }

    assertThat(writer.waiting()).isLessThanOrEqualTo(1_000);
    assertThat(writer.dropped()).isEqualTo(1_000_000 - accepted).isGreaterThan(990_000);
    disk.goOn();
    writers.closeBlocking(LONG);
    assertThat(disk.text().lines()).hasSize((int) accepted);
  }

  @Test
  void fewLongLinesFillTheRoomToo() throws Exception {
    writers.closeBlocking(LONG);
    writers = writers(new LineWriter.Room(1_000, 100));
    LineWriter writer = writers.writerBlocking(disk.output("disk"));

    assertThat(writer.offer("x".repeat(101))).isFalse();
    assertThat(writer.offer("x".repeat(100))).isTrue();
    assertThat(writers.state().lost()).isEqualTo(1);
  }

  @Test
  void whatWasDroppedIsReportedInOneLine() throws Exception {
    List<String> reports = new ArrayList<>();
    Handler capture = capture(reports);
    Logger logger = Logger.getLogger(LineWriter.class.getName());
    logger.addHandler(capture);
    writers.closeBlocking(LONG);
    writers = writers(new LineWriter.Room(10, 1_000));
    LineWriter writer = writers.writerBlocking(disk.output("access.log"));
    disk.hang();

    while (writer.dropped() < 1_000) {
      writer.offer("line");
    }
    disk.goOn();
    writers.closeBlocking(LONG);

    logger.removeHandler(capture);
    assertThat(reports)
        .containsExactly("access.log: 1000 lines dropped, more than could be written came in");
  }

  @Test
  void aFullDiskIsSaidOnceAndWritingGoesOnAtTheByteItStoppedAt() throws Exception {
    LineWriter writer = writers.writerBlocking(disk.output("access.log"));
    disk.free(13);
    writer.offer("0123456789");
    writer.offer("abcdefghij");
    Await.until(() -> disk.text().length() == 13 && !err.toString(UTF_8).isEmpty());
    writer.offer("later");

    disk.free(Integer.MAX_VALUE);
    Await.until(() -> disk.text().endsWith("later\n"));

    assertThat(disk.text()).isEqualTo("0123456789\nabcdefghij\nlater\n");
    assertThat(writer.dropped()).isZero();
    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "access.log: cannot write log lines, trying again: No space left on device",
            "access.log: log lines are written again");
  }

  @Test
  void aFullDeviceDoesNotStopTheOthers() throws Exception {
    LineWriter full = writers.fileBlocking(Path.of("/dev/full"));
    Path file = folder.resolve("server.log");
    LineWriter healthy = writers.fileBlocking(file);

    full.offer("lost");
    Await.until(() -> !err.toString(UTF_8).isEmpty());
    healthy.offer("kept");

    Await.until(() -> lines(file).equals(List.of("kept")));
    writers.closeBlocking(LONG);
    assertThat(err.toString(UTF_8))
        .startsWith("/dev/full: cannot write log lines, trying again: No space left on device")
        .contains("/dev/full: the last lines could not be written");
  }

  @Test
  void closingWaitsNoLongerThanItsDeadline() throws Exception {
    LineWriter writer = writers.writerBlocking(disk.output("disk"));
    disk.hang();
    writer.offer("line");

    assertThat(writers.closeBlocking(Duration.ofMillis(50))).isFalse();
    disk.goOn();
    assertThat(writers.closeBlocking(LONG)).isTrue();
    assertThat(disk.text()).isEqualTo("line\n");
    disk.hang();
  }

  @Test
  void severalThreadsKeepTheirOwnOrder() throws Exception {
    Path file = folder.resolve("access.log");
    LineWriter writer = writers.fileBlocking(file);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String name = "thread" + t;
      threads.add(
          new Thread(() -> IntStream.range(0, 5_000).forEach(i -> writer.offer(name + " " + i))));
    }

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    writers.closeBlocking(LONG);

    assertThat(lines(file)).hasSize(20_000);
    assertThat(lines(file).stream().filter(line -> line.startsWith("thread2 ")))
        .isEqualTo(IntStream.range(0, 5_000).mapToObj(i -> "thread2 " + i).toList());
  }

  private LineWriters writers(LineWriter.Room room) {
    return new LineWriters(new PrintStream(err, true, UTF_8), room, Clock.systemUTC());
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static Handler capture(List<String> messages) {
    return new Handler() {
      @Override
      public void publish(LogRecord published) {
        messages.add(published.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
