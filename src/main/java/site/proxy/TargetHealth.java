package site.proxy;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.HealthConfig;
import site.config.HealthConfig.Check;
import site.config.HealthConfig.Eject;
import site.proxy.UpstreamState.Condition;

/**
 * Whether a target gets requests, and why not: what checks say and what requests meet. Tells the
 * log once for each change. While all is well, a request costs one look at a reference here.
 */
final class TargetHealth {
  private static final Logger LOG = LoggerFactory.getLogger(TargetHealth.class);

  private final Object target;
  private final HealthConfig rules;
  private final Clock clock;

  private Checked checked = Checked.NEVER;
  private Ejection ejection = Ejection.NONE;
  private String reason = "";
  private Instant since;
  private volatile Condition condition = Condition.HEALTHY;
  private volatile boolean flawless = true;
  private volatile long recovered;
  private volatile boolean everRecovered;

  /** All is well until something else is heard; {@code target} is what the log calls it. */
  TargetHealth(Object target, HealthConfig rules, Clock clock) {
    this.target = target;
    this.rules = rules;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Whether it may get a request. */
  boolean admits(long now) {
    return condition == Condition.HEALTHY || admitsTrial(now);
  }

  private synchronized boolean admitsTrial(long now) {
    return checked.healthy() && ejection.admits(now);
  }

  /** A request is about to go there; false when another took the only place just before. */
  boolean begin(long now) {
    return condition == Condition.HEALTHY || beginTrial(now);
  }

  private synchronized boolean beginTrial(long now) {
    if (!checked.healthy() || !ejection.admits(now)) {
      return false;
    }
    rules.eject().ifPresent(eject -> ejection = ejection.begun(eject, now));
    settle(reason, now);
    return true;
  }

  /** A request was answered. */
  void succeeded(long now) {
    if (!flawless) {
      change(now, "", eject -> ejection.succeeded());
    }
  }

  /** A request failed for a reason that lies with the target. */
  void failed(String why, long now) {
    if (rules.eject().isPresent()) {
      change(now, why, eject -> ejection.failed(eject, now));
    }
  }

  private interface Step {
    Ejection of(Eject rules);
  }

  private synchronized void change(long now, String why, Step step) {
    rules.eject().ifPresent(eject -> ejection = step.of(eject));
    flawless = ejection.equals(Ejection.NONE);
    settle(why, now);
  }

  /** It was asked how it is; the problem is absent when the answer was good. */
  synchronized void checked(Optional<String> problem, long now) {
    rules.check().ifPresent(check -> checked(check, problem.isEmpty()));
    settle(problem.orElse(""), now);
  }

  private void checked(Check check, boolean good) {
    checked = checked.next(good, check.healthyAfter(), check.unhealthyAfter());
    ejection = ejection.checked(good, check.healthyAfter());
    flawless = ejection.equals(Ejection.NONE);
  }

  /** When it came back, for those that are eased in; absent for one that was never away. */
  Optional<Long> recovered() {
    return everRecovered ? Optional.of(recovered) : Optional.empty();
  }

  /** It has just come, while others serve already. */
  void joined(long now) {
    recovered = now;
    everRecovered = true;
  }

  synchronized Shown shown() {
    return new Shown(condition, reason, since);
  }

  /** What there is to say of it. */
  record Shown(Condition condition, String reason, Instant since) {}

  private void settle(String why, long now) {
    Condition next = condition();
    if (next == condition) {
      return;
    }
    condition = next;
    since = clock.instant();
    if (next == Condition.HEALTHY) {
      reason = "";
      joined(now);
      LOG.info("target {} is well again", target);
    } else if (next == Condition.TRIAL) {
      LOG.info("target {} gets one request to show how it is", target);
    } else {
      reason = why.isEmpty() ? reason : why;
      LOG.warn("target {} is {}: {}", target, next.word(), reason);
    }
  }

  private Condition condition() {
    if (!checked.healthy()) {
      return Condition.UNHEALTHY;
    }
    if (!ejection.out()) {
      return Condition.HEALTHY;
    }
    return ejection.trial() ? Condition.TRIAL : Condition.EJECTED;
  }
}
