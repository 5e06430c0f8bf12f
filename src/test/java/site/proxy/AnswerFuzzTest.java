package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.config.UpstreamConfig.Timeouts;
import site.proxy.Front.Settings;
import site.proxy.RawTarget.Peer;

/**
 * Whatever a target says, in whatever pieces: its answer arrives as {@link PlainAnswer} reads it,
 * or the client gets 502 or half a response and the target's connection is closed. The answer to
 * the next request is its own.
 */
class AnswerFuzzTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** What a response has from whoever sends it. */
  private static final Set<String> OURS =
      Set.of("date", "content-length", "transfer-encoding", "connection");

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  @ParameterizedTest
  @EnumSource
  void goodAnswersArriveAsTheyAre(Speech speech) throws IOException {
    try (Trial trial = new Trial(speech, 11, Front.PATIENT)) {
      trial.run(300, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofBadAnswersNothingIsLeftOver(Speech speech) throws IOException {
    try (Trial trial = new Trial(speech, 12, new Timeouts(SHORT, SHORT, SHORT))) {
      trial.run(400, true);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  @Timeout(900)
  void ofBadAnswersNothingIsLeftOverForLong(Speech speech) throws IOException {
    try (Trial trial = new Trial(speech, System.nanoTime(), new Timeouts(SHORT, SHORT, SHORT))) {
      trial.run(40_000, true);
    }
  }

  /** A target, a proxy before it and a client, who take turns. */
  private static final class Trial implements AutoCloseable {
    private final Speech speech;
    private final long seed;
    private final Random random;
    private final Answers answers;
    private final RawTarget target;
    private final Front front;
    private RawClient client;
    private volatile String said;
    private volatile boolean leaves;
    private volatile int asked;
    private volatile boolean saying;

    Trial(Speech speech, long seed, Timeouts timeouts) throws IOException {
      this.speech = speech;
      this.seed = seed;
      this.random = new Random(seed);
      this.answers = new Answers(random, speech.isCgi());
      this.target = new RawTarget(this::play);
      this.front =
          Settings.PLAIN.protocol(speech.protocol).timeouts(timeouts).before(vertx, target.port());
      this.client = new RawClient(front);
    }

    void run(int rounds, boolean mutate) throws IOException {
      for (int round = 0; round < rounds; round++) {
        boolean head = random.nextInt(10) == 0;
        prepare(mutate);

        Optional<PlainAnswer> got = ask(head ? "HEAD" : "GET", "/bad/" + round);

        Speech.Heard heard = speech.heard(said, leaves);
        Optional<PlainAnswer> expected =
            PlainAnswer.read(heard.text(), head, heard.ended(), isCgi());
        String story = story(round, head);
        judge(story, expected, got, mutate);
        assertNextIsItsOwn(story, round, isRefused(got));
      }
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    }

    private void prepare(boolean mutate) {
      String good = answers.good();
      boolean inside = random.nextBoolean();
      String wire = speech.say(mutate && inside ? answers.mutated(good) : good, random);
      said = mutate && !inside ? answers.mutated(wire) : wire;
      leaves = mutate ? random.nextInt(50) > 0 : !isOver(good) || random.nextBoolean();
    }

    /** Whether it ends itself. */
    private boolean isOver(String good) {
      return isFastCgi() || PlainAnswer.read(good, false, false, isCgi()).isPresent();
    }

    private void judge(
        String story, Optional<PlainAnswer> expected, Optional<PlainAnswer> got, boolean mutated) {
      if (isRefused(got)) {
        assertThat(mutated).as(story).isTrue();
        Eventually.until("a reason: " + story, () -> !front.outcome().note().isEmpty());
        return;
      }
      assertThat(expected).as(story).isPresent();
      assertThat(got.get().status()).as(story).isEqualTo(expected.get().status());
      assertThat(got.get().body()).as(story).isEqualTo(expected.get().body());
      assertThat(withoutOurs(got.get())).as(story).isEqualTo(withoutOurs(expected.get()));
    }

    private static Map<String, ?> withoutOurs(PlainAnswer answer) {
      Map<String, ?> fields = new TreeMap<>(answer.endToEnd());
      fields.keySet().removeAll(OURS);
      return fields;
    }

    private static boolean isRefused(Optional<PlainAnswer> got) {
      return got.map(answer -> answer.status() == 502 || answer.status() == 504).orElse(true);
    }

    private void assertNextIsItsOwn(String story, int round, boolean refused) throws IOException {
      int before = asked;
      Eventually.until("all is said", () -> !saying);
      Optional<PlainAnswer> next = ask("GET", "/good/" + round);
      assertThat(next.map(PlainAnswer::body)).as(story).contains("good " + round);
      if (refused) {
        String connection = next.get().fields().get("x-connection").get(0);
        assertThat(connection).as(story).isNotEqualTo("" + before);
      }
    }

    /** The answer, if there is a whole one. A connection that broke off is replaced. */
    private Optional<PlainAnswer> ask(String method, String path) throws IOException {
      StringBuilder wire = new StringBuilder();
      byte[] piece = new byte[16 * 1024];
      try {
        client.say(method + " " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        for (int got; (got = client.socket.getInputStream().read(piece)) >= 0; ) {
          wire.append(new String(piece, 0, got, ISO_8859_1));
          Optional<PlainAnswer> answer =
              PlainAnswer.read(wire.toString(), method.equals("HEAD"), false, false);
          if (answer.isPresent()) {
            assertThat(answer.get().size()).as("%s%n%s", path, wire).isEqualTo(wire.length());
            return answer;
          }
        }
      } catch (java.net.SocketTimeoutException e) {
        throw new AssertionError("no end of " + wire + story(0, false), e);
      } catch (IOException e) {
        // reset, which is a way to break off
      }
      client.close();
      client = new RawClient(front);
      return Optional.empty();
    }

    private void play(Peer peer) throws IOException {
      peer.socket().setTcpNoDelay(true);
      for (String request = speech.hear(peer); !request.isEmpty(); request = speech.hear(peer)) {
        String path = Speech.path(request);
        if (path.startsWith("/good/")) {
          peer.say(speech.say(good(peer, path.substring(6)), new Random(0)));
          continue;
        }
        asked = peer.number();
        saying = true;
        try {
          sayInPieces(peer);
        } finally {
          saying = false;
        }
        if (leaves) {
          return;
        }
      }
    }

    private String good(Peer peer, String number) {
      String text = "good " + number;
      return (speech.isCgi() ? "Status: 200 OK" : "HTTP/1.1 200 OK")
          + ("\r\nX-Connection: " + peer.number())
          + ("\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
    }

    private void sayInPieces(Peer peer) throws IOException {
      Random cuts = new Random(said.hashCode());
      int longest = 1 + cuts.nextInt(said.length() + 1);
      for (int at = 0; at < said.length(); ) {
        int end = Math.min(said.length(), at + 1 + cuts.nextInt(longest));
        peer.say(said.substring(at, end));
        at = end;
      }
    }

    private String story(int round, boolean head) {
      return "seed %d, round %d%s%s:%n%s"
          .formatted(seed, round, head ? ", HEAD" : "", leaves ? ", leaves" : "", said);
    }

    private boolean isFastCgi() {
      return speech == Speech.FASTCGI;
    }

    private boolean isCgi() {
      return speech.isCgi();
    }

    @Override
    public void close() throws IOException {
      client.close();
      front.close();
      target.close();
    }
  }
}
