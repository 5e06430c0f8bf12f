package site.acme;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AcmeConfig.Cluster;

/**
 * Whether this server orders for all on its directory or follows another, and what happens when
 * that changes. Lives on the scheduler's event loop.
 */
final class IssuerRole {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Path directory;
  private final Watcher watcher;
  private final Function<Callable<Boolean>, Future<Boolean>> blocking;
  private volatile IssuerClaim claim = new Alone();
  private Cluster cluster = Cluster.NONE;
  private boolean begun;
  private volatile boolean closed;
  private boolean orders;
  private volatile boolean follows;

  /** Is told how the role goes on, on the event loop. */
  interface Watcher {
    /** Another server orders; called every few seconds. */
    Future<Void> follow();

    /** This server orders now, after another did. */
    void takeOver();
  }

  /**
   * Claims nothing yet.
   *
   * @param directory of the certificates
   * @param blocking runs what blocks and comes back to the event loop
   */
  IssuerRole(
      Vertx vertx,
      Path directory,
      Watcher watcher,
      Function<Callable<Boolean>, Future<Boolean>> blocking) {
    this.vertx = vertx;
    this.directory = directory;
    this.watcher = watcher;
    this.blocking = blocking;
  }

  /** There is no other server. */
  private static final class Alone implements IssuerClaim {
    @Override
    public boolean blockingTry() {
      return true;
    }

    @Override
    public boolean holds() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Whether this server may order at this moment. */
  boolean orders() {
    return orders && claim.holds();
  }

  /** Whether another server orders. */
  boolean follows() {
    return follows;
  }

  /** From now on servers agree this way; the first call claims the role. */
  Future<Void> share(Cluster next) {
    if (begun && next == cluster) {
      return Future.succeededFuture();
    }
    cluster = next;
    IssuerClaim before = claim;
    claim =
        switch (next) {
          case LOCK -> new IssuerLock(directory);
          case LEASE -> new IssuerLease(directory, System::nanoTime);
          case NONE -> new Alone();
        };
    return blocking
        .apply(() -> blockingExchange(before, claim))
        .compose(v -> ask())
        .onComplete(v -> begin());
  }

  private static boolean blockingExchange(IssuerClaim before, IssuerClaim after) {
    before.close();
    return after.holds();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      look();
    }
  }

  /** One step of the chain: of two handlers of one future the second may run first. */
  private Future<Void> ask() {
    IssuerClaim asked = claim;
    return blocking
        .apply(asked::blockingTry)
        .transform(
            answer -> {
              if (answer.failed()) {
                LOG.error("no certificates are ordered: {}", answer.cause().getMessage());
              }
              become(answer.succeeded() && answer.result());
              return Future.succeededFuture();
            });
  }

  private void become(boolean issuer) {
    boolean before = orders;
    orders = issuer;
    follows = !issuer;
    if (before && !issuer) {
      LOG.warn("another server on this directory orders the certificates from now on");
    } else if (!before && issuer && begun) {
      LOG.info("the server that ordered the certificates is gone, this one takes over");
      watcher.takeOver();
    }
  }

  private void look() {
    vertx.setTimer(LOOK.toMillis(), t -> lookAgain());
  }

  private void lookAgain() {
    if (closed) {
      return;
    }
    Future<Void> seen = orders ? Future.succeededFuture() : watcher.follow();
    seen.transform(v -> ask()).onComplete(v -> look());
  }

  /** Leaves it to the others; asks nothing any more. */
  void blockingClose() {
    closed = true;
    claim.close();
  }
}
