package site.server;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import site.config.Network;
import site.http.Authority;
import site.http.Client;
import site.http.Exchange;
import site.http.Failures;
import site.http.Front;
import site.http.HttpFailure;
import site.http.Hygiene;
import site.http.RequestId;
import site.http.RequestPath;
import site.http.RequestTarget;
import site.http.Wires;
import site.tls.TlsSeam;

/**
 * Where every request of every listener enters: the one reference that a new revision swaps. Begins
 * the exchange, refuses what has no clear meaning, and sees to it that each exchange ends once.
 */
public final class EntryPoint {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Failures failures;
  private final Clock clock;
  private final DateField date;
  private final Front front;
  private final Traffic traffic = new Traffic();
  private volatile Serving serving = Serving.NOTHING_YET;

  public EntryPoint(Failures failures, Clock clock) {
    this(failures, clock, Front.OPEN);
  }

  /** The front sees every request that could be understood, before its revision does. */
  public EntryPoint(Failures failures, Clock clock, Front front) {
    this.front = front;
    this.failures = failures;
    this.clock = clock;
    this.date = new DateField(clock);
  }

  /**
   * From now on this answers.
   *
   * @return done when the last request of the one before is over
   */
  public Future<Void> serve(Serving next) {
    Serving before = serving;
    serving = next;
    return before.retire();
  }

  /** Whether a peer speaks for others, as the present revision has it. */
  boolean trusts(InetAddress peer) {
    return serving.clients().trusts(peer);
  }

  /** Requests under way on the present revision. */
  public int inFlight() {
    return serving.inFlight();
  }

  /** What all requests came to. */
  public Traffic traffic() {
    return traffic;
  }

  /** Gives a server that does not listen yet its handlers; called on its event loop. */
  HttpServer attach(HttpServer server, boolean tls, Connections connections) {
    Door door = door(tls, connections);
    return server
        .connectionHandler(
            connection -> {
              Http2Refusals.countAt(door.loop(), connection);
              connections.count(connection);
              Wires.keep(connection);
            })
        .requestHandler(requests(door))
        .invalidRequestHandler(request -> refuse(request, door))
        .exceptionHandler(connections::failed);
  }

  /** Where the requests of HTTP/3 go on one event loop; called on that loop. */
  Handler<HttpServerRequest> http3Requests(Connections connections) {
    return requests(door(true, connections));
  }

  private Handler<HttpServerRequest> requests(Door door) {
    return request -> {
      if (!door.connections().admits(request.connection())) {
        return;
      }
      if (door.connections().requests().isReached(serving.inFlight())) {
        door.connections().requests().turnAway(request);
      } else {
        enter(front.view(request), door);
      }
    };
  }

  private Door door(boolean tls, Connections connections) {
    return new Door(
        tls,
        connections,
        traffic.ofThisLoop(),
        new BodyWatch(connections.limits(), connections.reached()));
  }

  /** Where the requests of one listener come in on one event loop. */
  private record Door(boolean tls, Connections connections, LoopTraffic loop, BodyWatch bodies) {}

  private void enter(HttpServerRequest request, Door door) {
    request.pause();
    Serving now = entered();
    Client client = client(now, request, door.tls());
    RequestTarget target;
    try {
      HeadLimits.check(request, door.connections().limits());
      target = Hygiene.enter(request, local(request));
    } catch (HttpFailure refusal) {
      failures.respond(begin(now, request, client, unclear(request), door), refusal);
      return;
    }
    Exchange exchange = begin(now, request, client, target, door);
    if (door.tls()) {
      TlsSeam.serverName(request.connection()).ifPresent(exchange::serverName);
    }
    answer(now, exchange, door)
        .recover(t -> failures.respond(exchange, t))
        .onComplete(done -> endTunnel(exchange));
  }

  /** Once a connection speaks another protocol, the handlers of its response are called no more. */
  private static void endTunnel(Exchange exchange) {
    if (exchange.response().getStatusCode() == SWITCHING_PROTOCOLS) {
      exchange.end(false);
    }
  }

  /** What the decoder gave up on; the connection is closed behind the answer. */
  private void refuse(HttpServerRequest request, Door door) {
    Serving now = entered();
    Client client = client(now, request, door.tls());
    Exchange exchange = begin(now, request, client, unclear(request), door);
    request.response().putHeader("connection", "close");
    failures.respond(exchange, misread(request));
  }

  /** A head that was cut off by its deadline is malformed only in the eyes of the decoder. */
  private static HttpFailure misread(HttpServerRequest request) {
    return HeaderDeadline.wasMissed(request.connection())
        ? new HttpFailure(408, "the header section took too long")
        : DecoderFailure.of(request.decoderResult().cause());
  }

  private Serving entered() {
    Serving now;
    do {
      now = serving;
    } while (!now.enter());
    return now;
  }

  private Future<Void> answer(Serving now, Exchange exchange, Door door) {
    try {
      return door.bodies().run(exchange, x -> front.handle(x, now.action()));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static Client client(Serving now, HttpServerRequest request, boolean tls) {
    SocketAddress peer = request.remoteAddress();
    InetAddress address = peer.isInetSocket() ? Network.literal(peer.hostAddress()) : null;
    return now.clients().find(address, address == null ? 0 : peer.port(), tls, request.headers());
  }

  private Exchange begin(
      Serving now, HttpServerRequest request, Client client, RequestTarget target, Door door) {
    String offered = request.getHeader("x-request-id");
    String id = RequestId.choose(client.trustedPeer(), offered, ThreadLocalRandom.current());
    Exchange exchange =
        new Exchange(
            request,
            id,
            client,
            target.authority(),
            target.path(),
            target.query(),
            clock.instant());
    exchange.wire(Wires.of(request));
    exchange.response().putHeader("x-request-id", id).putHeader("date", date.now());
    door.connections()
        .alternative(request.version(), target.authority())
        .ifPresent(service -> exchange.response().putHeader("alt-svc", service));
    door.loop().began();
    exchange.onEnd(ended -> finish(now, ended, door));
    exchange.response().endHandler(v -> exchange.end(false));
    exchange.response().closeHandler(v -> lost(exchange));
    exchange.response().exceptionHandler(t -> lost(exchange));
    return exchange;
  }

  /** RFC 9110 15.5.1: who sends nonsense for content has been told, and did not just leave. */
  private static void lost(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (!exchange.ended()
        && request.version() != HttpVersion.HTTP_3
        && HeaderDeadline.refusedContent(request.connection())) {
      exchange.answeredOnWire(new HttpFailure(400, "malformed content"));
    }
    exchange.end(true);
  }

  private static void finish(Serving now, Exchange exchange, Door door) {
    now.leave();
    door.loop().ended(exchange);
    now.accessLog().accept(exchange);
    UnreadBody.discard(exchange, door.connections().reached());
  }

  /** What stands in for the target of a request that has no clear one. */
  private static RequestTarget unclear(HttpServerRequest request) {
    return new RequestTarget(local(request), new RequestPath("/", "/"), null);
  }

  private static Authority local(HttpServerRequest request) {
    SocketAddress local = request.localAddress();
    return local != null && local.isInetSocket()
        ? new Authority(local.hostAddress(), local.port())
        : new Authority("localhost", -1);
  }
}
