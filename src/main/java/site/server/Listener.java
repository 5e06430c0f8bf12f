package site.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ServerID;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * One address that is listened on: a server instance per event loop, all fed by one socket, so that
 * a connection stays on the loop it was given to. Knows nothing of what its requests ask for.
 */
public final class Listener {
  private static final Duration CHECK = Duration.ofMillis(1);
  private static final int CHECKS = 5_000;

  private final Vertx vertx;
  private final SocketAddress address;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private String deployment;

  private Listener(Vertx vertx, SocketAddress address) {
    this.vertx = vertx;
    this.address = address;
  }

  /**
   * Binds the address.
   *
   * @param servers makes a server that has its handlers and does not listen yet
   * @param loops how many event loops share the connections
   * @param gate sees each connection before its server does
   */
  static Future<Listener> open(
      Vertx vertx, SocketAddress address, int loops, Supplier<HttpServer> servers, Gate gate) {
    Listener listener = new Listener(vertx, address);
    return vertx
        .deployVerticle(
            () -> listener.instance(servers, gate), new DeploymentOptions().setInstances(loops))
        .onSuccess(id -> listener.deployment = id)
        .map(listener);
  }

  private VerticleBase instance(Supplier<HttpServer> factory, Gate gate) {
    return new VerticleBase() {
      @Override
      public Future<?> start() {
        GatedTransport.put(gate);
        HttpServer server = factory.get();
        return server.listen(address).onSuccess(servers::add);
      }
    };
  }

  /** The port bound, for addresses that left the choice to the system. */
  public int port() {
    return servers.get(0).actualPort();
  }

  /**
   * Stops accepting at once, lets requests under way finish and then closes their connections.
   *
   * @param drain how long they may take; then they are cut
   */
  Future<Void> close(Duration drain) {
    List<Future<Void>> drained = servers.stream().map(s -> s.shutdown(drain)).toList();
    return Future.join(drained).transform(v -> vertx.undeploy(deployment));
  }

  /**
   * Done when the address is free. A listen in the first milliseconds after a shutdown "succeeds"
   * but joins the dying server and its port is dead from then on; so the one who wants to listen
   * again asks here first.
   */
  Future<Void> released() {
    Promise<Void> released = Promise.promise();
    awaitRelease(released, CHECKS);
    return released.future();
  }

  private void awaitRelease(Promise<Void> released, int checksLeft) {
    String hostOrPath = address.isInetSocket() ? address.host() : address.path();
    ServerID id = new ServerID(address.port(), hostOrPath);
    if (!((VertxInternal) vertx).sharedTcpServers().containsKey(id)) {
      released.complete();
    } else if (checksLeft == 0) {
      released.fail(new ListenFailure(hostOrPath + " was not released"));
    } else {
      vertx.setTimer(CHECK.toMillis(), timer -> awaitRelease(released, checksLeft - 1));
    }
  }
}
