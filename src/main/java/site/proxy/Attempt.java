package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import site.config.UpstreamConfig.Timeouts;
import site.http.HttpFailure;

/**
 * One try to get an answer: the request on one connection to one target, and the response on its
 * way back, both at once where both have bodies. Whatever ends it early, the client, the target or
 * a deadline, resets the request to the target with the reason, so that {@link #ask} or {@link
 * #relay} fails with it. Whether somebody else is asked then is not its business.
 */
final class Attempt {
  /** RFC 9110 10.1.1: nobody has to answer an expectation; curl waits as long. */
  private static final Duration CONTINUE_PATIENCE = Duration.ofSeconds(1);

  /** Interim responses (RFC 9110 15.2) before it is taken for a flood. */
  private static final int MAX_INTERIM = 16;

  private final ClientRequest asked;
  private final HttpServerResponse out;
  private final Timeouts timeouts;
  private final Connection connection;
  private final Deadline deadline;
  private TargetRequest request;
  private Deadline patience;
  private Pump up;
  private Relay relay;
  private boolean sent;
  private boolean left;
  private int interim;
  private HttpFailure givenUp;

  /** Begins with {@link #ask}; whatever becomes of it, {@link #leave} ends it. */
  Attempt(ClientRequest asked, Timeouts timeouts, Connection connection) {
    this.asked = asked;
    this.out = asked.out();
    this.timeouts = timeouts;
    this.connection = connection;
    this.deadline = connection.loop().deadlines().start(this::expired);
  }

  Target target() {
    return connection.target();
  }

  /** Sends the request; done when the head of the response is there. */
  Future<TargetResponse> ask() {
    return connection.request().compose(this::send);
  }

  /** Passes the response on; done when all of it was read and given to the client's connection. */
  Future<Void> relay(TargetResponse response) {
    deadline.begin(timeouts.idle());
    connection.keep(response.headers());
    relay = new Relay(asked.in(), response, connection, deadline, timeouts.idle());
    return relay.run(asked.upgrade());
  }

  /** Ends it early, for good: nobody else is asked. */
  void giveUp(HttpFailure reason) {
    if (givenUp == null && !left) {
      givenUp = reason;
      reset(reason);
    }
  }

  boolean isGivenUp() {
    return givenUp != null;
  }

  /** RFC 9112 9.3.1: whether the target may just have closed a kept connection, asked nothing. */
  boolean mayHaveMetAClosing() {
    return connection.isReused() && isUnanswered();
  }

  /** Whether not even the head of an answer came. */
  boolean isUnanswered() {
    return relay == null;
  }

  /** The client saw nothing of it: forgets what the target said and makes room for another. */
  void withdraw() {
    if (relay != null) {
      relay.takeBack();
    }
    leave(false);
  }

  /** Takes note of how it ended; done when the client has it all. */
  Future<Void> succeed() {
    target().answered(relay.status(), System.nanoTime());
    // After a refused upgrade the codec still waits for the end of the request.
    leave(sent && !asked.upgrade() && relay.isReusable());
    return relay.written();
  }

  /** Takes note of how it ended, and says why. */
  HttpFailure fail(Throwable cause) {
    passReset(cause);
    HttpFailure failure = explain(givenUp != null ? givenUp : cause);
    if (relay != null && !out.headWritten()) {
      relay.takeBack();
    }
    blame(failure);
    leave(false);
    return failure;
  }

  /** Takes note of an ending after which another target is asked. */
  void failForNow(Throwable cause) {
    blame(explain(cause));
    withdraw();
  }

  /** The target is to blame for what is answered with 5xx. */
  private void blame(HttpFailure failure) {
    if (failure.status() >= 500) {
      target().failed(failure.getMessage(), System.nanoTime());
    }
  }

  /** Gives the connection back, once. */
  void leave(boolean reusable) {
    if (left) {
      return;
    }
    left = true;
    if (up != null) {
      up.stop();
    }
    connection.loop().deadlines().stop(deadline);
    if (patience != null) {
      connection.loop().deadlines().stop(patience);
    }
    if (!reusable && request != null) {
      request.reset(Reasons.abandoned());
    }
    connection.release(reusable);
  }

  private Future<TargetResponse> send(TargetRequest fresh) {
    request = fresh;
    boolean upgrading = asked.upgrade() && target().protocol().knowsUpgrades();
    writeHead(upgrading);
    sent = asked.body().isNone();
    deadline.begin(sent ? timeouts.response() : timeouts.idle());
    boolean asksBefore = asked.waitsForContinue() && target().protocol().isHttp();
    if (asksBefore) {
      request.headers().set("expect", "100-continue");
      request.onContinue(this::continueOnce);
    }
    request.onInterim(this::tell);
    Future<TargetResponse> response =
        request.send(Question.of(asked.exchange(), asked.config(), asked.body().kind(), upgrading));
    if (asksBefore) {
      patience = connection.loop().deadlines().start(this::continueOnce);
      patience.begin(CONTINUE_PATIENCE);
    } else if (!asked.body().isNone()) {
      continueOnce();
    }
    return response;
  }

  private void writeHead(boolean upgrading) {
    MultiMap headers = request.headers();
    RequestHead.write(asked.exchange(), asked.config(), target(), headers);
    if (upgrading) {
      Upgrade.write(asked.in(), headers);
    } else {
      RequestHead.frame(asked.in(), asked.body(), headers);
    }
    if (!upgrading && KeepAlive.names(asked.in().headers().getAll("te"), "trailers")) {
      request.welcomeTrailers();
    }
    if (asked.known() != null) {
      headers.set("content-length", Long.toString(asked.known().length()));
    }
  }

  /** RFC 9110 15.2: a proxy passes on whatever it did not ask for itself, before the answer. */
  private void tell(Interim told) {
    if (left || givenUp != null) {
      return;
    }
    if (++interim > MAX_INTERIM) {
      giveUp(new HttpFailure(502, target() + " sent too many interim responses"));
      return;
    }
    if (relay != null || out.headWritten() || asked.in().version() == HttpVersion.HTTP_1_0) {
      return;
    }
    if (told.status() == Interim.EARLY_HINTS) {
      out.writeEarlyHints(told.fields());
    } else {
      asked.exchange().wire().interim(told.status(), told.fields());
    }
  }

  /** The target wants the body, or has had the time to say that it does not. */
  private void continueOnce() {
    if (relay == null && up == null && !left && givenUp == null) {
      sendBody();
    }
  }

  private void sendBody() {
    if (asked.known() == null) {
      asked.welcomeBody();
    }
    ReadStream<Buffer> from = asked.bodyStream();
    up = new Pump(from, Valve.of(from), request, deadline).beforeEnd(this::passTrailers);
    if (asked.body().first() != null) {
      up.move(asked.body().first());
    }
    up.run().onSuccess(v -> sent()).onFailure(cause -> giveUp(Reasons.reading(cause)));
  }

  private void passTrailers() {
    MultiMap trailers = asked.exchange().wire().trailers();
    if (!trailers.isEmpty()) {
      boolean underscores = asked.config().underscores();
      request.trailers(RequestTrailers.passable(trailers, underscores, request.headers()));
    }
  }

  private void sent() {
    sent = true;
    if (relay == null) {
      deadline.begin(timeouts.response());
    }
  }

  private void expired() {
    if (relay != null && relay.isWaiting()) {
      giveUp(new HttpFailure(408, "the client takes no more of the response"));
    } else if (relay != null) {
      reset(Reasons.silent(target(), timeouts.idle()));
    } else if (sent) {
      reset(Reasons.unanswered(target(), timeouts.response()));
    } else if (up != null && up.isWaiting()) {
      giveUp(new HttpFailure(504, target() + " takes no more of the request"));
    } else {
      giveUp(Reasons.clientSilent());
    }
  }

  /** Not given up by that: another target may be asked. */
  private void reset(HttpFailure reason) {
    if (request != null) {
      request.reset(reason);
    }
  }

  /** RFC 9113 5.4.2: what a target says by breaking a stream off, gRPC's clients want to know. */
  private void passReset(Throwable cause) {
    if (cause instanceof StreamResetException reset && out.headWritten() && !out.ended()) {
      out.reset(reset.getCode());
    }
  }

  private HttpFailure explain(Throwable cause) {
    return relay != null ? relay.why(cause) : Reasons.answering(target(), cause);
  }
}
