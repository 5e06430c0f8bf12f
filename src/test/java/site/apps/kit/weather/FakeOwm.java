package site.apps.kit.weather;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * OpenWeatherMap's five calls over a real socket, answered from files, with all the ways in which
 * the real one fails. Remembers who asked what.
 */
public final class FakeOwm implements AutoCloseable {
  /** How a call is answered. */
  public enum Mode {
    OK(200, ""),
    REJECTED(401, "401"),
    UNKNOWN(404, "404-string-cod"),
    THROTTLED(429, "429"),
    BROKEN(500, "500-html"),
    GARBAGE(200, "200-garbage"),
    TRUNCATED(200, "200-truncated"),
    SILENT(0, ""),
    HANGS_UP(0, "");

    private final int status;
    private final String file;

    Mode(int status, String file) {
      this.status = status;
      this.file = file;
    }
  }

  private record Rule(Predicate<String> query, Mode mode) {}

  private static final Map<String, String> ANSWERS =
      Map.of(
          "/data/2.5/weather", "current-clear-berlin",
          "/data/2.5/forecast", "forecast-40-berlin",
          "/geo/1.0/direct", "geocode-london-5",
          "/data/3.0/onecall/timemachine", "tm-hour",
          "/data/3.0/onecall/day_summary", "day-summary");

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Mode> next = new ConcurrentLinkedQueue<>();
  private volatile String falling = "";
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  public FakeOwm() throws TimeoutException {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .await(30, TimeUnit.SECONDS);
  }

  /** Where it is. */
  public String base() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** The next calls fail like this, in this order. */
  public void next(Mode... modes) {
    next.addAll(List.of(modes));
  }

  /** All calls whose path and query have this in them. */
  public void always(String part, Mode mode) {
    rules.add(0, new Rule(query -> query.contains(part), mode));
  }

  /** From now on so many millimetres an hour fall everywhere. */
  public void falling(double mm) {
    falling = "\"rain\": {\"1h\": " + mm + "}, ";
  }

  /** Paths with queries, as they came. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public static String fixture(String name) {
    try (var in = FakeOwm.class.getResourceAsStream(name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpServerRequest call) {
    calls.add(call.uri());
    Mode mode = mode(call.uri());
    switch (mode) {
      case SILENT -> {}
      case HANGS_UP -> call.connection().close();
      default -> send(call, mode.status, mode == Mode.OK ? ANSWERS.get(call.path()) : mode.file);
    }
  }

  private void send(HttpServerRequest call, int status, String file) {
    call.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json; charset=utf-8")
        .end(body(file));
  }

  private String body(String file) {
    return fixture(file).replace("\"visibility\"", falling + "\"visibility\"");
  }

  private Mode mode(String uri) {
    Mode once = next.poll();
    if (once != null) {
      return once;
    }
    return rules.stream()
        .filter(rule -> rule.query().test(uri))
        .map(Rule::mode)
        .findFirst()
        .orElse(Mode.OK);
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(30, TimeUnit.SECONDS);
  }
}
