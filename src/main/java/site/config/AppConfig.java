package site.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One application to run in this process.
 *
 * @param from a jar, a folder with {@code classes/} (or jars) and {@code lib/}, or a folder with
 *     sources in {@code java/}, {@code resources/} and {@code lib/}
 * @param main the verticle's class; absent means the manifest's {@code Main-Verticle}, else the
 *     only verticle found
 * @param instances verticle instances, each with an event loop of its own
 * @param config what the verticle gets as {@code config()}: maps, lists, strings, numbers, booleans
 * @param startTimeout how long {@code start()} may take
 * @param drain how long requests in flight may take after the app was replaced or removed
 * @param rollout what a new revision has to pass
 * @param watch whether it is redeployed when its files change
 * @param supervision what is done for it while it runs
 */
public record AppConfig(
    Path from,
    Optional<String> main,
    int instances,
    Threads threads,
    Map<String, Object> config,
    Duration startTimeout,
    Duration drain,
    RolloutConfig rollout,
    boolean watch,
    SupervisionConfig supervision) {

  /** The same app, told one thing more in its {@code config()}. */
  public AppConfig told(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(config);
    more.put(key, value);
    return new AppConfig(
        from, main, instances, threads, more, startTimeout, drain, rollout, watch, supervision);
  }

  /** The same app for somebody who works on it: redeployed when its files change, at once. */
  public AppConfig forDevelopment() {
    return new AppConfig(
        from,
        main,
        instances,
        threads,
        config,
        startTimeout,
        drain,
        RolloutConfig.NONE,
        true,
        supervision);
  }

  /** What runs the verticle's handlers. */
  public enum Threads {
    EVENT_LOOP,
    WORKER,
    VIRTUAL
  }
}
