package site.revision;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.cache.CacheStore;
import site.config.Config;
import site.deploy.Deployment;
import site.server.EntryPoint;

/**
 * How a configuration is swapped.
 *
 * <p>A reload reads the file; if anything is wrong with it, the list of problems is the answer and
 * nothing has happened. A good one is provisioned beside the one that serves: certificates are
 * read, log files opened, upstreams and apps started, routes compiled, sockets bound, in that
 * order. Each of these is a {@link Step}: it holds what the new revision keeps from the old one
 * (whatever has an equal record) and what had to be made new. When one step fails, the steps before
 * it are aborted, last first, and the old revision never noticed.
 *
 * <p>When all steps are through, they are committed and the entry point's reference is swapped:
 * from that instant new requests take the new routes, while requests under way end on the revision
 * they began with. What the old revision had and the new one does not (the surplus) stays alive
 * until the last of those requests is over or the drain time has passed, and is closed then.
 *
 * <p>Reloads happen one after the other, in the order they were asked for; so does the stop.
 */
public final class Revisions {
  private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);

  private final Vertx vertx;
  private final Provisioner provisioner;
  private final EntryPoint entryPoint;
  private final Callable<Config> source;
  private final Clock clock;
  private final AppsFolder appsFolder;
  private final Instant created;

  private Future<?> last = Future.succeededFuture();
  private volatile Revision current;
  private volatile ReloadState reloads = ReloadState.NONE;

  /**
   * Serves nothing yet.
   *
   * @param source reads the configuration, blocking; throws with all problems as its message
   */
  public Revisions(
      Vertx vertx,
      Provisioner provisioner,
      EntryPoint entryPoint,
      Callable<Config> source,
      Clock clock) {
    this.vertx = vertx;
    this.provisioner = provisioner;
    this.entryPoint = entryPoint;
    this.source = source;
    this.clock = clock;
    this.appsFolder = new AppsFolder(vertx, source, this::reload);
    this.created = clock.instant();
  }

  /** The whole server at this moment. */
  public ServerState state() {
    Revision now = current;
    return now == null
        ? ServerStates.starting(created, entryPoint, provisioner)
        : ServerStates.of(now, entryPoint, provisioner, reloads);
  }

  /** The app of this name, if the present configuration has it. */
  public Optional<Deployment> app(String name) {
    return provisioner.deployment(name);
  }

  /** The caches of the present configuration. */
  public Collection<CacheStore> caches() {
    return provisioner.caches();
  }

  /** Begins with this configuration; done when the first request would be answered. */
  public Future<String> start(Config first) {
    return inTurn(() -> apply(first));
  }

  /**
   * Reads the configuration again and makes it so.
   *
   * @return what changed, in one line; failed with the reasons when the old state was kept
   */
  public Future<String> reload() {
    return inTurn(
        () ->
            vertx
                .executeBlocking(source, false)
                .compose(this::apply)
                .onSuccess(summary -> reloads = reloads.success(clock.instant()))
                .onFailure(this::refused));
  }

  private void refused(Throwable cause) {
    reloads = reloads.refusal(String.valueOf(cause.getMessage()));
    LOG.warn("reload refused, revision {} stays: {}", number(), cause.getMessage());
  }

  /** Stops accepting, lets requests finish within the drain time, closes everything. */
  public Future<Void> stop() {
    appsFolder.close();
    return inTurn(() -> provisioner.close(drain()));
  }

  private synchronized <T> Future<T> inTurn(Supplier<Future<T>> work) {
    Future<T> next = last.transform(before -> work.get());
    last = next;
    return next;
  }

  private Future<String> apply(Config next) {
    return provisioner.provision(next).map(provisioned -> swap(next, provisioned));
  }

  private String swap(Config next, Provisioner.Provisioned provisioned) {
    Duration drain = next.shutdown().drain();
    Surplus surplus = Surplus.of(provisioned.steps().stream().map(Step::commit).toList());
    Future<Void> lastRequest = entryPoint.serve(provisioned.serving());
    current = new Revision(number() + 1, clock.instant(), next);
    appsFolder.follow(next);
    atMost(drain, lastRequest).onComplete(v -> surplus.close());
    int added = provisioned.steps().stream().mapToInt(Step::added).sum();
    String summary =
        "revision " + number() + " serves: " + added + " parts new, " + surplus.count() + " gone";
    LOG.info(summary);
    return summary;
  }

  private Duration drain() {
    Revision now = current;
    return now == null ? Duration.ZERO : now.config().shutdown().drain();
  }

  private int number() {
    Revision now = current;
    return now == null ? 0 : now.number();
  }

  /** Done when the future is, or when the time has passed. */
  private Future<Void> atMost(Duration time, Future<Void> future) {
    Promise<Void> done = Promise.promise();
    long timer = vertx.setTimer(Math.max(1, time.toMillis()), id -> done.tryComplete());
    future.onComplete(
        v -> {
          vertx.cancelTimer(timer);
          done.tryComplete();
        });
    return done.future();
  }
}
