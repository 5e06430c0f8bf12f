package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import kit.Ongoing;
import kit.mail.Leases.Due;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.Counters;

/**
 * Empties the outbox: looks every now and then what is due, takes each letter for two minutes,
 * hands it over, and notes what became of it. Several may do so at once; each letter is one's.
 */
public final class Postman implements Ongoing {
  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int AT_ONCE = 3;
  private static final int MOST_PER_ROUND = 100;
  private static final Duration GIVEN_UP = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final Leases leases;
  private final Transport transport;
  private final Quota quota;
  private final Clock clock;
  private final Counters counters;
  private Future<Integer> round = Future.succeededFuture(0);
  private String trouble = "";
  private long timer = -1;

  /** The counters are told of each letter that was sent, is tried again, or was given up. */
  public Postman(
      Vertx vertx,
      Outbox outbox,
      Transport transport,
      Quota quota,
      Clock clock,
      Counters counters) {
    this.vertx = vertx;
    this.leases = outbox.leases();
    this.transport = transport;
    this.quota = transport.isCounted() ? quota : Quota.NONE;
    this.clock = clock;
    this.counters = counters;
  }

  /** Begins to look. */
  @Override
  public void start() {
    timer =
        vertx.setPeriodic(
            LOOK.toMillis(),
            id -> round().onFailure(e -> LOG.warn("mail waits: {}", e.getMessage())));
  }

  /** Lets the letters end that are being handed over. */
  @Override
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return round.otherwise(0).eventually(transport::close).mapEmpty();
  }

  /** Sends what is due; a round that is not over is joined. Gives how many left. */
  public Future<Integer> round() {
    if (round.isComplete()) {
      round =
          leases
              .allowed(quota)
              .compose(most -> leases.due(Math.min(most, MOST_PER_ROUND)))
              .compose(this::sendAll);
    }
    return round;
  }

  /** What was wrong at the last attempt, in words for everybody; empty when nothing was. */
  String trouble() {
    return trouble;
  }

  private Future<Integer> sendAll(List<Due> letters) {
    Queue<Due> waiting = new ArrayDeque<>(letters);
    List<Future<Integer>> lanes = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      lanes.add(lane(waiting, 0));
    }
    return Future.all(lanes).map(all -> lanes.stream().mapToInt(Future::result).sum());
  }

  private Future<Integer> lane(Queue<Due> waiting, int sent) {
    Due letter = waiting.poll();
    return letter == null
        ? Future.succeededFuture(sent)
        : send(letter).compose(left -> lane(waiting, left ? sent + 1 : sent));
  }

  private Future<Boolean> send(Due letter) {
    return leases
        .take(letter)
        .compose(ours -> ours ? handOver(letter) : Future.succeededFuture(false));
  }

  private Future<Boolean> handOver(Due letter) {
    if (clock.instant().isAfter(letter.expires())) {
      var late = new Verdict(Verdict.State.DEAD, clock.instant(), false);
      return settle(letter, late, 0, "came too late").map(false);
    }
    return leases
        .message(letter)
        .compose(message -> transport.deliver(Sender.id(letter.key()), message))
        .timeout(GIVEN_UP.toMillis(), TimeUnit.MILLISECONDS)
        .transform(result -> result.succeeded() ? sent(letter) : failed(letter, result.cause()));
  }

  private Future<Boolean> sent(Due letter) {
    trouble = "";
    LOG.info("mail sent receiver={} attempts={}", leases.masked(letter), letter.attempts() + 1);
    return settle(letter, Verdict.sent(clock.instant()), 250, "").map(true);
  }

  private Future<Boolean> failed(Due letter, Throwable failure) {
    trouble =
        failure instanceof Refusal refusal ? refusal.trouble() : "nobody knows whether it arrived";
    Instant now = clock.instant();
    Verdict verdict = Verdict.failed(failure, letter.attempts() + 1, now, letter.expires());
    int code = failure instanceof Refusal refusal ? refusal.code() : 0;
    String text = withoutReceiver(String.valueOf(failure.getMessage()), letter);
    LOG.warn("mail {} receiver={} code={} {}", verdict.state(), leases.masked(letter), code, text);
    return settle(letter, verdict, code, text).map(false);
  }

  /** Mail servers repeat addresses, some in lower case. */
  private static String withoutReceiver(String text, Due letter) {
    return text.replaceAll("(?i)" + Pattern.quote(letter.to()), "the receiver");
  }

  private Future<Void> settle(Due letter, Verdict verdict, int code, String text) {
    counters.count("mail_" + verdict.state().name().toLowerCase(Locale.ROOT));
    return leases.settle(letter, verdict, code, text);
  }
}
