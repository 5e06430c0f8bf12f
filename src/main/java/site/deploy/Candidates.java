package site.deploy;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import site.config.AppConfig;
import site.config.FileProblem;
import site.deploy.LiveRecord.Good;

/**
 * Starts revisions of one app: from the configured files, from others, from those that served
 * before. Which of them is right is decided by {@link LiveRecord}; letting them serve is not its
 * job.
 */
final class Candidates {
  private final String app;
  private final Starter starter;
  private final RevisionStore store;
  private volatile String attempted = "";

  Candidates(String app, Starter starter, RevisionStore store) {
    this.app = app;
    this.starter = starter;
    this.store = store;
  }

  /** The state the configured files were in when they were last asked for. */
  String attempted() {
    return attempted;
  }

  /**
   * What the configuration asks for.
   *
   * @param running what the live revision was started with, empty when there is none
   * @return empty when that is what serves already
   */
  Future<Optional<Candidate>> ofConfigured(AppConfig wanted, Optional<AppConfig> running) {
    return starter.aside(() -> blockingOfConfigured(wanted, running));
  }

  private Optional<Candidate> blockingOfConfigured(AppConfig wanted, Optional<AppConfig> running)
      throws IOException {
    LiveRecord record = store.blockingRecord();
    String configured = blockingDigest(wanted.from());
    attempted = configured;
    if (!record.standsAgainst(configured)) {
      return Optional.of(blockingOfConfigured(wanted));
    }
    if (running.filter(wanted::equals).isPresent()) {
      store.blockingDecide(configured);
      return Optional.empty();
    }
    Optional<AppFiles> kept = store.blockingTake(record.live().orElseThrow());
    return Optional.of(
        kept.isEmpty()
            ? blockingOfConfigured(wanted)
            : blockingKnown(wanted, kept.get(), configured));
  }

  private Candidate blockingOfConfigured(AppConfig wanted) {
    AppRevision revision = starter.blockingStart(wanted, wanted.from());
    return new Candidate(revision, revision.files().digest(), Candidate.Files.NEW);
  }

  /**
   * Files somebody names.
   *
   * @return empty when they are what serves already
   */
  Future<Optional<Candidate>> of(Path file, AppConfig config) {
    return starter.aside(() -> blockingOf(file, config));
  }

  private Optional<Candidate> blockingOf(Path file, AppConfig config) throws IOException {
    String configured = blockingDigest(config.from());
    if (store.blockingRecord().isLive(blockingDigest(file))) {
      store.blockingDecide(configured);
      return Optional.empty();
    }
    AppRevision revision = starter.blockingStart(config, file);
    return Optional.of(new Candidate(revision, configured, Candidate.Files.NEW));
  }

  /** The live revision's files once more; what was decided before is not decided anew. */
  Future<Candidate> ofLive(AppConfig config) {
    return starter.aside(
        () -> {
          LiveRecord record = store.blockingRecord();
          Good live = record.live().orElseThrow(() -> failure("no revision is on record"));
          return blockingKnown(config, blockingTake(live), record.source());
        });
  }

  /**
   * The revision that served last, where the configured files are others; its standing is not
   * changed by that, so the next start tries the configured ones again.
   */
  Future<Candidate> ofLastGood(AppConfig config) {
    return starter.aside(
        () -> {
          LiveRecord record = store.blockingRecord();
          if (record.live().isEmpty() || record.standsAgainst(blockingDigest(config.from()))) {
            throw failure("there is no other revision");
          }
          return blockingKnown(config, blockingTake(record.live().get()), record.source());
        });
  }

  /** The revision that served before the live one. */
  Future<Candidate> ofPrevious(AppConfig config) {
    return starter.aside(
        () -> {
          Optional<Good> previous = store.blockingRecord().previous();
          Good good = previous.orElseThrow(() -> failure("there is no earlier revision"));
          return blockingKnown(config, blockingTake(good), blockingDigest(config.from()));
        });
  }

  private AppFiles blockingTake(Good good) throws IOException {
    return store
        .blockingTake(good)
        .orElseThrow(() -> failure("the files of revision " + good.revision() + " are damaged"));
  }

  private Candidate blockingKnown(AppConfig config, AppFiles files, String configured) {
    return new Candidate(starter.blockingStart(config, files), configured, Candidate.Files.KNOWN);
  }

  /** Writes down that it serves from now on. */
  Future<Void> serve(Candidate candidate) {
    return write(() -> store.blockingServe(candidate.revision().files(), candidate.configured()));
  }

  /**
   * Writes down that the live revision stays although the configured files may be the candidate's:
   * a canary that returned, or was killed with the server, must not come back as the live one.
   */
  Future<Void> decide(Candidate candidate) {
    return write(() -> store.blockingDecide(candidate.configured()));
  }

  @FunctionalInterface
  private interface Writing {
    void blockingRun() throws IOException;
  }

  private Future<Void> write(Writing writing) {
    return starter.aside(
        () -> {
          try {
            writing.blockingRun();
            return null;
          } catch (IOException e) {
            throw failure("cannot note which revision serves: " + FileProblem.reason(e));
          }
        });
  }

  /** Files that are gone are in a state of their own. */
  private String blockingDigest(Path files) {
    try {
      return Files.exists(files) ? new FileSet(files).blockingDigest() : "";
    } catch (IOException e) {
      throw failure("cannot read " + files + ": " + FileProblem.reason(e));
    }
  }

  private DeploymentFailure failure(String reason) {
    return new DeploymentFailure(app, reason);
  }
}
