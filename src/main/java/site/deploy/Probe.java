package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.QueryParamDecoderConfig;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.http.impl.HttpServerRequestImpl;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.QueryParamDecoder;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import site.http.Client;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Asks a revision inside the process, without a connection and without a client: for the app it is
 * a request like any other. The exchange is a real one, handed over as all are; only its stream
 * leads nowhere.
 */
final class Probe {
  private static final QueryParamDecoder QUERIES =
      new QueryParamDecoder(new QueryParamDecoderConfig());

  private final AppRevision revision;
  private final Question question;
  private final ContextInternal front;
  private final ProbeStream stream;
  private final Promise<Reply> reply;
  private Exchange exchange;

  private Probe(AppRevision revision, Question question, ContextInternal front) {
    this.revision = revision;
    this.question = question;
    this.front = front;
    this.stream = new ProbeStream(front, this::over);
    this.reply = front.promise();
  }

  /**
   * Asks one question.
   *
   * @param server an event loop's context of the server
   * @param limit after this time the answer is that there is none
   * @return never fails
   */
  static Future<Reply> ask(
      AppRevision revision, Question question, Duration limit, ContextInternal server) {
    Probe probe = new Probe(revision, question, server.duplicate());
    probe.front.runOnContext(v -> probe.ask(limit));
    return probe.reply.future();
  }

  private void ask(Duration limit) {
    if (!revision.enter()) {
      reply.complete(stream.reply("it is being stopped"));
      return;
    }
    long timer = front.setTimer(Math.max(1, limit.toMillis()), id -> giveUp());
    reply.future().onComplete(v -> front.owner().cancelTimer(timer));
    HttpServerRequestImpl request =
        new HttpServerRequestImpl(this::enter, stream, front, false, 0, 0, 0, QUERIES, "");
    request.init();
    stream.begin(
        new HttpRequestHead(
            question.secure() ? "https" : "http",
            HttpMethod.valueOf(question.method()),
            question.uri(),
            HttpHeaders.headers()
                .addAll(question.headers())
                .set(HttpHeaders.HOST, question.authority().toString()),
            HostAndPort.parseAuthority(question.authority().toString(), -1),
            null,
            null));
  }

  private void enter(HttpServerRequest request) {
    request.pause();
    exchange =
        new Exchange(
            request,
            "probe",
            new Client(InetAddress.getLoopbackAddress(), 0, question.secure(), false),
            question.authority(),
            question.path(),
            question.query(),
            Instant.now());
    exchange.see(question.path(), question.prefix());
    request.response().endHandler(v -> exchange.end(false));
    exchange.onEnd(ended -> reply.tryComplete(stream.reply("")));
    revision
        .handle(exchange, () -> {})
        .orElseGet(() -> Future.failedFuture(new HttpFailure(503, "no instance serves")))
        .onFailure(
            failure -> {
              reply.tryComplete(stream.reply(failure));
              exchange.end(true);
            });
  }

  private void giveUp() {
    reply.tryComplete(stream.reply("nothing came in time"));
    over();
  }

  /** Nobody wants to hear the rest. */
  private void over() {
    exchange.end(true);
  }
}
