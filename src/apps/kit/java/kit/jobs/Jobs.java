package kit.jobs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Kit;
import kit.Migrations;
import kit.Ongoing;
import kit.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of an app, each tick once, however many instances and revisions of the app there
 * are: a tick is taken by a row in the database. A job that is not over is not begun again; one
 * whose process died may be, after its lease. A tick that nobody was there for is not made up for.
 */
public final class Jobs implements Ongoing {
  public static final Migrations TABLES = Migrations.of(Jobs.class, List.of("V911__jobs"));

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Duration LEASE = Duration.ofMinutes(15);
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** After this time a tick that was not ours, or failed, is asked for again. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final Duration GLANCE = Duration.ofMillis(250);
  private static final int KEPT_RUNS = 50;
  private static final int LONGEST_ERROR = 255;

  /** Does the work of one tick and says how many things it did. */
  public interface Work {
    Future<Integer> run();
  }

  /** One run that is over. */
  public record Run(
      String name, Instant started, Instant ended, boolean ok, int items, String error) {}

  private record Job(String name, Schedule schedule, Work work) {}

  /** When it was asked whether somebody has taken this tick. */
  private record Look(Instant tick, long nanos) {}

  private final Vertx vertx;
  private final Database database;
  private final Clock clock;
  private final List<Job> jobs = new ArrayList<>();
  private final Map<String, Future<Void>> running = new HashMap<>();
  private final Map<String, Look> looks = new HashMap<>();
  private long timer = -1;

  public Jobs(Vertx vertx, Database database, Clock clock) {
    this.vertx = vertx;
    this.database = database;
    this.clock = clock;
  }

  /** Those of one app, which run while it does. */
  public static Jobs of(Kit kit) {
    Jobs jobs = new Jobs(kit.vertx(), kit.database(), kit.clock());
    kit.first(TABLES::run);
    kit.beside(jobs);
    return jobs;
  }

  /** A job with a name of its own. */
  public void add(String name, Schedule schedule, Work work) {
    jobs.add(new Job(name, schedule, work));
  }

  /** Begins to run what is due. */
  @Override
  public void start() {
    timer = vertx.setPeriodic(GLANCE.toMillis(), id -> glance());
  }

  /** Looks at the clock, and asks the database only where that may know something new. */
  private void glance() {
    long now = System.nanoTime();
    for (Job job : jobs) {
      Instant tick = job.schedule().tick(clock.instant());
      Look last = looks.get(job.name());
      if (last == null || !last.tick().equals(tick) || now - last.nanos() >= AGAIN.toNanos()) {
        looks.put(job.name(), new Look(tick, now));
        check(job);
      }
    }
  }

  /** Lets for half a minute end what is under way. */
  @Override
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return Future.join(new ArrayList<>(running.values()))
        .timeout(GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .mapEmpty();
  }

  /** Runs what is due; done when it is over. */
  public Future<Void> check() {
    return Future.join(jobs.stream().map(this::check).toList()).otherwiseEmpty().mapEmpty();
  }

  private Future<Void> check(Job job) {
    Future<Void> current = running.get(job.name());
    if (current != null && !current.isComplete()) {
      return current;
    }
    Future<Void> next =
        taken(job)
            .compose(ours -> ours ? run(job) : Future.succeededFuture())
            .onFailure(e -> LOG.debug("job {} waits: {}", job.name(), e.getMessage()));
    running.put(job.name(), next);
    return next;
  }

  private Future<Boolean> taken(Job job) {
    Instant now = clock.instant();
    long tick = job.schedule().tick(now).toEpochMilli();
    return database
        .sql()
        .compose(
            sql ->
                sql.run("INSERT IGNORE INTO job (name) VALUES (?)", job.name())
                    .compose(v -> take(sql, job, tick, now)));
  }

  private static Future<Boolean> take(Sql sql, Job job, long tick, Instant now) {
    return sql.run(
            "UPDATE job SET tick = ?, lease_until = ? WHERE name = ? AND tick < ? AND lease_until <= ?",
            tick,
            now.plus(LEASE).toEpochMilli(),
            job.name(),
            tick,
            now.toEpochMilli())
        .map(rows -> rows.rowCount() == 1);
  }

  private Future<Void> run(Job job) {
    Instant started = clock.instant();
    return worked(job)
        .transform(
            done -> {
              if (done.failed()) {
                LOG.warn("job {} failed", job.name(), done.cause());
              }
              int items = done.succeeded() ? done.result() : 0;
              return note(
                  new Run(
                      job.name(), started, clock.instant(), done.succeeded(), items, error(done)));
            });
  }

  private static Future<Integer> worked(Job job) {
    try {
      return job.work().run();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static String error(io.vertx.core.AsyncResult<?> done) {
    String text = done.succeeded() ? "" : String.valueOf(done.cause().getMessage());
    return text.substring(0, Math.min(text.length(), LONGEST_ERROR));
  }

  private Future<Void> note(Run run) {
    return database.transaction(
        sql ->
            sql.run("UPDATE job SET lease_until = 0 WHERE name = ?", run.name())
                .compose(
                    v ->
                        sql.run(
                            "INSERT INTO job_run (name, started, ended, ok, items, error)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                            run.name(),
                            run.started().toEpochMilli(),
                            run.ended().toEpochMilli(),
                            run.ok(),
                            run.items(),
                            run.error()))
                .compose(v -> forgetOld(sql, run.name())));
  }

  private static Future<Void> forgetOld(Sql sql, String name) {
    return sql.run(
            "SELECT id FROM job_run WHERE name = ? ORDER BY id DESC LIMIT 1 OFFSET ?",
            name,
            KEPT_RUNS)
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : sql.run(
                        "DELETE FROM job_run WHERE name = ? AND id <= ?",
                        name,
                        rows.iterator().next().getLong(0)))
        .mapEmpty();
  }

  /** The last runs of all jobs, the latest first, for a status page. */
  public Future<List<Run>> latest(int most) {
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "SELECT name, started, ended, ok, items, error FROM job_run ORDER BY id DESC LIMIT ?",
                    most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Run(
                                row.getString(0),
                                Instant.ofEpochMilli(row.getLong(1)),
                                Instant.ofEpochMilli(row.getLong(2)),
                                row.getBoolean(3),
                                row.getInteger(4),
                                row.getString(5)))
                    .toList());
  }
}
