package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.Commands;
import site.config.AppConfig;
import site.http.Action;
import site.http.Exchange;

/**
 * An app that serves under one name, whichever revision it is at. Changes of it happen one after
 * the other; each ends with a sentence for the operator, or fails with {@link DeploymentFailure},
 * and then all is as before.
 */
public final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final String name;
  private final Candidates candidates;
  private final Canaries canaries;
  private final Succession succession;
  private final Live live;
  private final ContextInternal server;
  private final Turns turns = new Turns();
  private volatile AppWatch watch;

  Deployment(
      String name,
      AppConfig config,
      Starter starter,
      RevisionStore store,
      ContextInternal server,
      ScheduledExecutorService clock,
      Developer developer) {
    this.name = name;
    this.server = server;
    this.candidates = new Candidates(name, starter, store);
    this.canaries = new Canaries(name, starter, candidates, turns, server, this::takeOver);
    this.live = new Live(name, config, starter, canaries, clock, developer, this::restart);
    this.succession =
        new Succession(
            starter, candidates, new Gates(server), canaries, live::revision, live::takeOver);
  }

  private Future<String> takeOver(AppRevision next) {
    return live.takeOver(next);
  }

  /** Before it begins: who looks after its files. */
  void watch(AppWatch files) {
    this.watch = files;
  }

  /** Watches the files of this configuration, if that is wanted. */
  Future<Void> follow(AppConfig wanted) {
    return watch.follow(wanted);
  }

  /** That of the files the live revision was made of. */
  Optional<String> digest() {
    return Optional.ofNullable(live.revision()).map(revision -> revision.files().digest());
  }

  /** That of the configured files when they were last tried, empty before that. */
  String attempted() {
    return candidates.attempted();
  }

  /** What routes to this app are compiled to; stays valid over redeployments. */
  public Action action() {
    return new AppAction(this);
  }

  Future<Void> handle(Exchange exchange) {
    return live.handle(exchange);
  }

  /** The first revision: the configured one, else the one that served last. */
  Future<String> begin(AppConfig wanted) {
    return turns.next(
        () -> configured(wanted).compose(this::admit).recover(t -> lastGood(wanted, t)));
  }

  /** It did not begin; it is tried again later, as after any other failure. */
  Future<Void> keepTrying(AppConfig wanted, Throwable failure) {
    live.caretaker().beginFailed(wanted, failure, () -> beginAgain(wanted));
    return Future.succeededFuture();
  }

  /** It did not begin, and somebody is at it: its requests are refused until it does. */
  void awaitRepair() {
    live.caretaker().awaitRepair();
  }

  private Future<?> beginAgain(AppConfig wanted) {
    return live.revision() == null ? begin(wanted) : Future.succeededFuture();
  }

  private Future<String> lastGood(AppConfig wanted, Throwable failure) {
    return candidates
        .ofLastGood(wanted)
        .compose(good -> admit(Optional.of(good)))
        .onSuccess(v -> LOG.error("{}; the last good revision serves", failure.getMessage()))
        .recover(t -> Future.failedFuture(failure));
  }

  /**
   * Lets a revision of the configured files take over, as they are now, unless they are what serves
   * or were decided against. The one before finishes what it has begun and is then stopped.
   */
  public Future<String> redeploy(AppConfig wanted) {
    return turns.next(() -> configured(wanted).compose(this::admit));
  }

  /** Lets a revision of these files take over: a jar or a folder. */
  public Future<String> deploy(Path files) {
    return turns.next(() -> candidates.of(files, live.config()).compose(this::admit));
  }

  /** Lets a fresh start of the same files take over. */
  public Future<String> restart() {
    return turns.next(this::startLiveAgain);
  }

  /** The same, unless another revision has taken over meanwhile. */
  private Future<?> restart(AppRevision revision) {
    return turns.next(
        () -> live.revision() == revision ? startLiveAgain() : Future.succeededFuture(""));
  }

  private Future<String> startLiveAgain() {
    return candidates.ofLive(live.config()).map(Optional::of).compose(this::admit);
  }

  /** Lets the revision take over that served before this one. */
  public Future<String> rollback() {
    return turns.next(
        () ->
            canaries
                .noneRunning()
                .compose(v -> candidates.ofPrevious(live.config()))
                .compose(previous -> admit(Optional.of(previous))));
  }

  /** Lets the revision take over that is on trial. */
  public Future<String> promote() {
    return turns.next(canaries::promote);
  }

  /** Ends the trial of a revision; all requests are the live one's again. */
  public Future<String> abort() {
    return turns.next(canaries::abort);
  }

  private Future<Optional<Candidate>> configured(AppConfig wanted) {
    return candidates.ofConfigured(
        wanted, Optional.ofNullable(live.revision()).map(any -> live.config()));
  }

  private Future<String> admit(Optional<Candidate> found) {
    if (found.isEmpty()) {
      int serving = live.revision().number();
      return Future.succeededFuture(
          name + ": nothing to do, revision " + serving + " is made of these files");
    }
    return succession
        .pass(found.get(), live.recent())
        .compose(remark -> succession.establish(found.get()).map(sentence -> sentence + remark));
  }

  /**
   * Starts beside what serves what another configuration asks for. Further changes of this app wait
   * until it is committed or aborted. Where its files are to blame and are watched, what serves
   * stays, and their next change is the next attempt.
   */
  public Future<Next> prepare(AppConfig wanted) {
    Promise<Next> prepared = Promise.promise();
    turns.next(
        () ->
            configured(wanted)
                .compose(found -> passed(found, wanted))
                .recover(failure -> spared(wanted, failure))
                .onComplete(prepared)
                .compose(Next::over));
    return prepared.future();
  }

  private Future<Next> passed(Optional<Candidate> found, AppConfig wanted) {
    Next next = new Next(found, succession, () -> keep(wanted));
    return found.isEmpty()
        ? Future.succeededFuture(next)
        : succession.pass(found.get(), live.recent()).map(next);
  }

  private Future<Next> spared(AppConfig wanted, Throwable failure) {
    boolean filesAreToBlame = live.revision() == null || wanted.equals(live.config());
    return wanted.watch() && filesAreToBlame
        ? Future.succeededFuture(new Next(Optional.empty(), succession, () -> keep(wanted)))
        : Future.failedFuture(failure);
  }

  private void keep(AppConfig wanted) {
    live.config(wanted);
    follow(wanted);
  }

  /**
   * Lets nothing in any more, finishes what was begun within the app's drain time, closes its
   * WebSockets with 1001, stops it.
   *
   * @return done when nothing of the app is left in the process
   */
  public Future<Void> retire() {
    watch.close();
    return live.retire();
  }

  /** What the revision that serves can be told. */
  public List<Commands.Offer> commands() {
    AppRevision serving = live.revision();
    return serving == null ? List.of() : serving.context().commands().all();
  }

  /**
   * Tells it. A revision that is replaced meanwhile ends what it was told, as it does requests.
   *
   * @param out is told each line, on the app's thread
   * @throws DeploymentFailure when nothing serves, or it has no such command, or too many run
   */
  public CommandRun command(String command, List<String> arguments, Consumer<String> out) {
    return live.command(command, arguments, out, server.promise());
  }

  /** As it is now; after {@link #retire} as it was then; revision 0 before there was one. */
  public DeploymentState state() {
    return live.state();
  }
}
