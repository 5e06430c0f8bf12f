package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.Command;
import site.app.Commands;

/**
 * A command that an app was told and works on. It runs on the app's context, and ends once: with
 * its exit code, with its failure, when nobody waits any more, or when its revision must go.
 */
public final class CommandRun implements Command.Call {
  /** Further lines are not shown, and that is said. */
  static final int MOST_LINES = 10_000;

  /** What is longer is cut. */
  static final int LONGEST_LINE = 4_000;

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);
  private static final int MOST_CODE = 255;

  private final String app;
  private final Commands.Offer offer;
  private final List<String> arguments;
  private final Consumer<String> out;
  private final Promise<Integer> end;
  private final AtomicInteger lines = new AtomicInteger();

  CommandRun(
      String app,
      Commands.Offer offer,
      List<String> arguments,
      Consumer<String> out,
      Promise<Integer> end) {
    this.app = app;
    this.offer = offer;
    this.arguments = List.copyOf(arguments);
    this.out = out;
    this.end = end;
  }

  void begin() {
    Hop.to(
        (ContextInternal) offer.context(),
        () -> begun().onComplete((code, failure) -> ended(code, failure)));
  }

  private Future<Integer> begun() {
    try {
      Future<Integer> code = offer.command().run(this);
      return code == null ? Future.failedFuture("it returned null (expected a future)") : code;
    } catch (Throwable failure) {
      return Future.failedFuture(failure);
    }
  }

  private void ended(Integer code, Throwable failure) {
    if (failure != null) {
      LOG.error("apps.{}: command {} failed", app, offer.name(), failure);
      end.tryFail(failed(String.valueOf(failure.getMessage())));
    } else if (code == null || code < 0 || code > MOST_CODE) {
      end.tryFail(failed("exit code " + code + " (expected 0 to " + MOST_CODE + ")"));
    } else {
      end.tryComplete(code);
    }
  }

  private DeploymentFailure failed(String why) {
    return new DeploymentFailure(app, "command " + offer.name() + " failed: " + why);
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public void say(String line) {
    int number = lines.incrementAndGet();
    if (number <= MOST_LINES && !isOver()) {
      out.accept(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…");
    } else if (number == MOST_LINES + 1 && !isOver()) {
      out.accept("(what follows the first " + MOST_LINES + " lines is not shown)");
    }
  }

  @Override
  public boolean isOver() {
    return end.future().isComplete();
  }

  /** Its exit code. */
  public Future<Integer> end() {
    return end.future();
  }

  /** Nobody waits for it any more. */
  public void abandon() {
    end.tryFail(new DeploymentFailure(app, "nobody waits for command " + offer.name()));
  }

  /** Its revision stops. */
  void cut() {
    end.tryFail(
        new DeploymentFailure(
            app, "was stopped before its command " + offer.name() + " had ended"));
  }
}
