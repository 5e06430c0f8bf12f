package site.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import site.http.HttpFailure;

/** The way back: a target's response becomes ours, or its connection a tunnel. */
final class Relay {
  private final HttpServerRequest in;
  private final HttpServerResponse out;
  private final TargetResponse response;
  private final Connection connection;
  private final Deadline deadline;
  private final Duration idle;
  private final Pump pump;
  private boolean over;

  /**
   * Begins with {@link #run}.
   *
   * @param deadline running
   * @param idle how long one end of a tunnel may be silent when the other has ended
   */
  Relay(
      HttpServerRequest in,
      TargetResponse response,
      Connection connection,
      Deadline deadline,
      Duration idle) {
    this.idle = idle;
    this.in = in;
    this.out = in.response();
    this.response = response;
    this.connection = connection;
    this.deadline = deadline;
    this.pump = new Pump(response, response.valve(), out, deadline).beforeEnd(this::writeTrailers);
  }

  /** Done when all of the response was read and given to the client's connection. */
  Future<Void> run(boolean upgradeAsked) {
    if (response.status() == 101 && upgradeAsked) {
      return tunnel();
    }
    if (response.status() < 200) {
      String reason = connection.target() + " answered " + response.status() + " unasked";
      return Future.failedFuture(new HttpFailure(502, reason));
    }
    ResponseHead.write(response, out);
    if (hasBody()) {
      frame();
    }
    return pump.run().onComplete(done -> over = true);
  }

  /** Whether the target lets its connection be used again, now that the response was read. */
  boolean isReusable() {
    return response.status() >= 200 && response.keepsConnection();
  }

  int status() {
    return response.status();
  }

  /** Done when the client has it all; if not, it went away while it was being sent the rest. */
  Future<Void> written() {
    if (endsByClosing()) {
      pump.written().onComplete(done -> in.connection().close());
    }
    return pump.written().recover(cause -> Future.failedFuture(Reasons.clientGone()));
  }

  /** Whether the client is the one that keeps us waiting. */
  boolean isWaiting() {
    return pump.isWaiting();
  }

  /** Where the client has seen nothing yet, so that something else can be answered. */
  void takeBack() {
    over = true;
    pump.stop();
    ResponseHead.erase(response, out);
  }

  /** Says why it broke off. */
  HttpFailure why(Throwable cause) {
    return Reasons.relaying(connection.target(), pump.bytes(), cause);
  }

  private Future<Void> tunnel() {
    NetSocket target = response.socket();
    connection.loop().deadlines().stop(deadline);
    connection.leavePool();
    ResponseHead.writeUpgrade(response, out);
    return in.toNetSocket().compose(client -> join(client, target));
  }

  private Future<Void> join(NetSocket client, NetSocket target) {
    Deadlines deadlines = connection.loop().deadlines();
    Promise<Void> silent = Promise.promise();
    Deadline silence = deadlines.start(silent::complete);
    Channel channel = ((NetSocketInternal) client).channelHandlerContext().channel();
    Tunnel tunnel =
        new Tunnel(
            new Tunnel.End(client, channel, Valve.of(client)),
            new Tunnel.End(target, connection.channel(), response.valve()),
            silence,
            idle);
    silent.future().onSuccess(v -> tunnel.close());
    return tunnel.join().onComplete(done -> deadlines.stop(silence));
  }

  private void frame() {
    long length = ResponseHead.length(response.headers());
    if (length >= 0 && !response.mayHaveTrailers()) {
      pump.length(length);
    } else if (length >= 0) {
      return;
    } else if (in.version() != HttpVersion.HTTP_1_0) {
      out.setChunked(in.version() == HttpVersion.HTTP_1_1);
      // Server-sent events and long polls have a head long before they have a body.
      connection.loop().later(this::flushHead);
    }
  }

  private void writeTrailers() {
    if (in.version() != HttpVersion.HTTP_1_0
        && (in.version() != HttpVersion.HTTP_1_1 || out.isChunked())) {
      ResponseHead.writeTrailers(response.trailers(), out);
    }
  }

  private void flushHead() {
    if (!over && !out.headWritten()) {
      out.writeHead();
    }
  }

  /** HTTP/1.0 knows neither chunks nor, without a length, another end than this. */
  private boolean endsByClosing() {
    return in.version() == HttpVersion.HTTP_1_0
        && hasBody()
        && ResponseHead.length(response.headers()) < 0;
  }

  private boolean hasBody() {
    return ResponseHead.hasBody(in.method(), response.status());
  }
}
