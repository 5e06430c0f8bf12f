package site.deploy;

import io.vertx.core.Future;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/** An app that serves under one name, whichever revision it is at. */
public final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final String name;
  private final Starter starter;
  private final LongAdder requests = new LongAdder();

  /** Null before the first revision and after {@link #retire}. */
  private volatile AppRevision live;

  private volatile DeploymentState last;
  private boolean retired;

  Deployment(String name, Starter starter) {
    this.name = name;
    this.starter = starter;
  }

  /** What routes to this app are compiled to; stays valid over redeployments. */
  public Action action() {
    return new AppAction(this);
  }

  /**
   * Starts a revision from the files as they are now and lets it take over. The one before finishes
   * what it has begun and is then stopped.
   *
   * @return done with the takeover; fails with {@link DeploymentFailure}, and then all is as before
   */
  public Future<Void> redeploy(AppConfig config) {
    return starter.start(config).compose(this::takeOver);
  }

  /**
   * Lets nothing in any more, finishes what was begun within the app's drain time, closes its
   * WebSockets with 1001, stops it.
   *
   * @return done when nothing of the app is left in the process
   */
  public Future<Void> retire() {
    last = state();
    AppRevision previous = swap(null, true);
    return previous == null ? Future.succeededFuture() : starter.stop(previous);
  }

  /** As it is now; after {@link #retire} as it was then. */
  public DeploymentState state() {
    AppRevision revision = live;
    return revision == null ? last : revision.state(requests.sum());
  }

  Future<Void> handle(Exchange exchange) {
    if (exchange.ended()) {
      return Future.succeededFuture(); // the client left while a middleware waited
    }
    AppRevision revision = enter();
    if (revision == null) {
      return Future.failedFuture(new HttpFailure(503, "apps." + name + ": not running"));
    }
    requests.increment();
    return revision.handle(exchange);
  }

  /** The live revision, with room taken in it; a swap in between sends us to the new one. */
  private AppRevision enter() {
    AppRevision revision = live;
    while (revision != null && !revision.enter()) {
      revision = live;
    }
    return revision;
  }

  private Future<Void> takeOver(AppRevision next) {
    AppRevision previous = swap(next, false);
    if (previous == next) {
      starter.stop(next);
      return Future.failedFuture(new DeploymentFailure(name, "was removed while it started"));
    }
    DeploymentState state = next.state(requests.sum());
    LOG.info(
        "deployed app={} revision={} sha={} instances={} replaced={} draining={}",
        name,
        state.revision(),
        state.digest(),
        state.instances(),
        previous == null ? "-" : previous.number(),
        previous == null ? 0 : previous.state(0).inFlight());
    if (previous != null) {
      starter.stop(previous);
    }
    return Future.succeededFuture();
  }

  /** What is to be stopped: the revision before, or the next one when it came too late. */
  private synchronized AppRevision swap(AppRevision next, boolean forGood) {
    if (retired) {
      return next;
    }
    AppRevision previous = live;
    retired = forGood;
    live = next;
    return previous;
  }
}
