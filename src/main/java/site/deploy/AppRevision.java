package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.AppContext;
import site.app.Commands;
import site.config.AppConfig;
import site.config.AppConfig.Threads;
import site.http.Exchange;

/**
 * One version of an app, alive: its files, its class loader, its Vert.x, the instances that serve
 * and what they are working on. Knows nothing of the revisions before and after it.
 */
final class AppRevision {
  private static final Logger LOG = LoggerFactory.getLogger(AppRevision.class);

  /** At a time; one more is refused. */
  private static final int MOST_COMMANDS = 8;

  private final AppContext context;
  private final AppConfig config;
  private final AppFiles files;
  private final AppClassLoader loader;
  private final VertxInternal vertx;
  private final InFlight inFlight;
  private final Threads threads;
  private final Instant since = Instant.now();

  private final Rotation rotation;
  private final Clientele clientele;
  private final Faults faults = new Faults();
  private final LongAdder requests = new LongAdder();
  private volatile RevisionEvents events = RevisionEvents.IGNORED;
  private volatile ScheduledFuture<?> watch;

  AppRevision(
      AppContext context,
      AppConfig config,
      AppFiles files,
      AppClassLoader loader,
      VertxInternal vertx,
      InFlight inFlight) {
    this.context = context;
    this.config = config;
    this.files = files;
    this.loader = loader;
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.threads = VerticleStart.possible(context.name(), config.threads(), vertx);
    this.rotation = new Rotation(threads != Threads.EVENT_LOOP);
    this.clientele = new Clientele(context.name());
    vertx.exceptionHandler(this::uncaught);
  }

  private void uncaught(Throwable thrown) {
    if (thrown.getClass().getName().equals("java.lang.ThreadDeath")) {
      return; // we ended a stuck thread, and have said so
    }
    LOG.error("apps.{}: uncaught in revision {}", name(), number(), thrown);
    faults.uncaught(thrown, System.nanoTime()).ifPresent(events::failed);
  }

  /** From now on told what happens; before that nobody was. */
  void tell(RevisionEvents listener) {
    events = listener;
  }

  RevisionEvents events() {
    return events;
  }

  /** Somebody looks after it from now on. */
  void watch(ScheduledFuture<?> watcher) {
    watch = watcher;
  }

  void unwatch() {
    if (watch != null) {
      watch.cancel(false);
    }
  }

  /** Whether one more request may be given to {@link #handle}; false once it was retired. */
  boolean enter() {
    return inFlight.enter();
  }

  /**
   * Hands an exchange that has entered to the next instance in turn.
   *
   * @param onLeft called when it is no longer in flight
   * @return empty, and the exchange is out again, when no instance takes it
   */
  Optional<Future<Void>> handle(Exchange exchange, Runnable onLeft) {
    Instance instance = rotation.next();
    if (instance == null) {
      inFlight.leave();
      return Optional.empty();
    }
    requests.increment();
    HandOver handOver = new HandOver(this, instance, exchange, onLeft);
    clientele.came(handOver);
    return Optional.of(handOver.begin());
  }

  void left(HandOver handOver) {
    clientele.left(handOver);
    inFlight.leave();
  }

  void opened(AppWebSocket socket) {
    clientele.came(socket);
  }

  void closed(AppWebSocket socket) {
    clientele.left(socket);
  }

  /**
   * Begins a command for somebody who has entered.
   *
   * @param out is told each line, on the app's thread
   * @throws DeploymentFailure when there is none of this name, or too many run
   */
  CommandRun command(
      String command, List<String> arguments, Consumer<String> out, Promise<Integer> end) {
    end.future().onComplete(ended -> inFlight.leave());
    CommandRun run = new CommandRun(name(), offer(command, end), arguments, out, end);
    clientele.came(run);
    run.end().onComplete(ended -> clientele.left(run));
    run.begin();
    return run;
  }

  private Commands.Offer offer(String command, Promise<Integer> end) {
    Optional<Commands.Offer> offer = context.commands().find(command);
    if (offer.isEmpty() || clientele.commands() >= MOST_COMMANDS) {
      var refusal =
          new DeploymentFailure(
              name(),
              offer.isEmpty()
                  ? "has no command " + command
                  : MOST_COMMANDS + " of its commands run already");
      end.fail(refusal);
      throw refusal;
    }
    return offer.get();
  }

  /** An app's server begins to listen. Of several ports only the first one asked for is served. */
  synchronized void join(Instance instance) {
    List<Instance> instances = rotation.all();
    if (instances.isEmpty()
        || instances.get(0).server().actualPort() == instance.server().actualPort()) {
      rotation.add(instance);
      events.available();
    } else {
      LOG.warn(
          "apps.{}: it listens on ports {} and {}; only the first is reachable",
          name(),
          instances.get(0).server().actualPort(),
          instance.server().actualPort());
    }
  }

  void leave(Instance instance) {
    if (rotation.remove(instance)) {
      events.failed("none of its HTTP servers listens any more");
    }
  }

  /** Takes a stuck instance out for good; returns how many requests it was working on. */
  int lose(Instance instance) {
    rotation.remove(instance);
    return clientele.abandon(instance);
  }

  List<Instance> instances() {
    return rotation.all();
  }

  /** Lets nothing in any more; done when nothing is in flight. */
  Future<Void> retire() {
    return inFlight.retire();
  }

  Clientele clientele() {
    return clientele;
  }

  String name() {
    return context.name();
  }

  int number() {
    return context.revision();
  }

  AppContext context() {
    return context;
  }

  AppConfig config() {
    return config;
  }

  AppFiles files() {
    return files;
  }

  AppClassLoader loader() {
    return loader;
  }

  VertxInternal vertx() {
    return vertx;
  }

  /** Whether any instance listens. */
  boolean listens() {
    return !rotation.all().isEmpty();
  }

  /** Whether an instance would take a request now. */
  boolean isOpen() {
    return rotation.isOpen();
  }

  int blocked() {
    return rotation.blocked();
  }

  long requests() {
    return requests.sum();
  }

  Instant since() {
    return since;
  }

  Threads threads() {
    return threads;
  }

  int inFlight() {
    return inFlight.count();
  }

  DeploymentState state(long requests, Optional<CanaryState> canary) {
    return new DeploymentState(
        name(),
        number(),
        files.digest().substring(0, 6),
        rotation.all().size(),
        inFlight.count(),
        clientele.webSockets(),
        requests,
        since,
        threads,
        canary,
        AppHealth.GOOD,
        Map.of());
  }
}
