package site.revision;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import site.config.AppConfig;
import site.deploy.Deployment;
import site.deploy.Deployments;
import site.deploy.Next;

/**
 * The apps that run, by name. Other than what {@link Kept} holds, an app is the same one whatever
 * becomes of its record or its files: what changes is its revision, and it decides itself whether
 * it has to.
 */
final class KeptApps {
  private final Deployments deployments;

  /**
   * A server that starts comes up without an app that does not; a reload is refused, unless a
   * change of the app's files is the next attempt anyway.
   */
  private volatile boolean starting = true;

  private volatile Map<String, Deployment> live = Map.of();

  KeptApps(Deployments deployments) {
    this.deployments = deployments;
  }

  Collection<Deployment> live() {
    return live.values();
  }

  Optional<Deployment> find(String name) {
    return Optional.ofNullable(live.get(name));
  }

  /** Starts what is wanted and not there, beside what is. When one fails, nothing has changed. */
  Future<Change> change(Map<String, AppConfig> wanted) {
    Map<String, Future<Part>> parts = new LinkedHashMap<>();
    wanted.forEach((name, config) -> parts.put(name, part(name, config)));
    return Future.join(List.copyOf(parts.values()))
        .map(all -> new Change(parts))
        .recover(t -> abort(parts.values()).transform(v -> Future.failedFuture(t)));
  }

  private Future<Part> part(String name, AppConfig config) {
    Deployment running = live.get(name);
    if (running != null) {
      return running.prepare(config).map(next -> new Changed(running, next));
    }
    Future<Deployment> started =
        starting || config.watch()
            ? deployments.keepStarting(name, config)
            : deployments.deploy(name, config);
    return started.map(Started::new);
  }

  private static Future<Void> abort(Collection<Future<Part>> parts) {
    return Future.join(
            parts.stream().filter(Future::succeeded).map(part -> part.result().abort()).toList())
        .mapEmpty();
  }

  /** One app of the next revision of the server. */
  private sealed interface Part {
    Deployment deployment();

    boolean isNew();

    void commit();

    Future<Void> abort();
  }

  /** An app that did not run before; no route leads to it yet. */
  private record Started(Deployment deployment) implements Part {
    @Override
    public boolean isNew() {
      return true;
    }

    @Override
    public void commit() {}

    @Override
    public Future<Void> abort() {
      return deployment.retire();
    }
  }

  /** An app that runs and may have something new to run. */
  private record Changed(Deployment deployment, Next next) implements Part {
    @Override
    public boolean isNew() {
      return next.isNew();
    }

    @Override
    public void commit() {
      next.commit();
    }

    @Override
    public Future<Void> abort() {
      return next.abort();
    }
  }

  /** The apps of the next revision. Ends with one commit or one abort. */
  final class Change implements Step {
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private Change(Map<String, Future<Part>> opened) {
      opened.forEach((name, part) -> parts.put(name, part.result()));
    }

    Deployment get(String name) {
      return parts.get(name).deployment();
    }

    @Override
    public int added() {
      return (int) parts.values().stream().filter(Part::isNew).count();
    }

    @Override
    public Surplus commit() {
      parts.values().forEach(Part::commit);
      List<Deployment> surplus = new ArrayList<>(live.values());
      Map<String, Deployment> next = new LinkedHashMap<>();
      parts.forEach((name, part) -> next.put(name, part.deployment()));
      surplus.removeAll(next.values());
      live = next;
      starting = false;
      return new Surplus(surplus.size(), () -> retire(surplus));
    }

    @Override
    public Future<Void> abort() {
      return Future.join(parts.values().stream().map(Part::abort).toList()).mapEmpty();
    }
  }

  private static Future<Void> retire(Collection<Deployment> deployments) {
    return Future.join(deployments.stream().map(Deployment::retire).toList()).mapEmpty();
  }

  /** Ends all of them, at the end of the process. */
  Future<Void> closeAll() {
    Collection<Deployment> all = live.values();
    live = Map.of();
    return retire(all);
  }
}
