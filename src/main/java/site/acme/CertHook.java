package site.acme;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.Command;

/**
 * Runs the operator's command when something happened to a certificate: one at a time, in the order
 * of events, with the event as JSON on its standard input. What it does or fails to do changes
 * nothing here.
 */
public final class CertHook implements Consumer<CertNews> {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int MOST_WAITING = 100;

  private final WorkerExecutor worker;
  private final Path directory;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Optional<Command> command = Optional.empty();

  /**
   * Runs nothing yet.
   *
   * @param directory of the certificates
   */
  public CertHook(Vertx vertx, Path directory) {
    this.worker = vertx.createSharedWorkerExecutor("cert-hook", 1, 2, TimeUnit.MINUTES);
    this.directory = directory;
  }

  /** From now on this is run. */
  public void swap(Optional<Command> next) {
    command = next;
  }

  @Override
  public void accept(CertNews news) {
    Optional<String> event = event(news.kind());
    Optional<Command> present = command;
    if (present.isEmpty() || event.isEmpty()) {
      return;
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      LOG.warn("{}: tls.hooks.exec is left out, {} runs wait already", news.id(), MOST_WAITING);
      return;
    }
    worker
        .executeBlocking(() -> blockingRun(present.get(), json(event.get(), news)))
        .onComplete(v -> waiting.decrementAndGet())
        .onFailure(t -> LOG.warn("{}: tls.hooks.exec: {}", news.id(), t.getMessage()));
  }

  private static Optional<String> event(CertNews.Kind kind) {
    return switch (kind) {
      case OBTAINED -> Optional.of("obtained");
      case FAILED, BLOCKED -> Optional.of("failed");
      case FAILING -> Optional.of("failing");
      case EXPIRING, EXPIRED -> Optional.of("expiring");
      case OBTAINING, RESCHEDULED -> Optional.empty();
    };
  }

  private JsonObject json(String event, CertNews news) {
    JsonObject json =
        new JsonObject()
            .put("event", event)
            .put("id", news.id())
            .put("names", new JsonArray(news.names()))
            .put("text", news.text())
            .put("directory", directory.resolve("live").resolve(news.id()).toString());
    news.failure()
        .ifPresent(
            failure ->
                json.put(
                    "problem",
                    new JsonObject()
                        .put("kind", failure.kind().name())
                        .put("type", failure.type())
                        .put("detail", failure.detail())));
    return json;
  }

  private static Void blockingRun(Command command, JsonObject event) throws IOException {
    ExternalCommand.Result result =
        new ExternalCommand(command.words(), TIMEOUT).blockingRun(Map.of(), event.encode() + "\n");
    if (!result.isSuccess()) {
      throw new IOException(
          "\"%s\" ended with %d: %s".formatted(command, result.exit(), result.shown()));
    }
    return null;
  }
}
