package site.apps.kit.weather;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Mode> next = new ConcurrentLinkedQueue<>();
  private volatile String falling = "";
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  public FakeOwm() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/data/2.5/weather", call -> answer(call, "current-clear-berlin"));
    server.createContext("/data/2.5/forecast", call -> answer(call, "forecast-40-berlin"));
    server.createContext("/geo/1.0/direct", call -> answer(call, "geocode-london-5"));
    server.createContext("/data/3.0/onecall/timemachine", call -> answer(call, "tm-hour"));
    server.createContext("/data/3.0/onecall/day_summary", call -> answer(call, "day-summary"));
    server.setExecutor(threads);
    server.start();
  }

  /** Where it is. */
  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
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

  private void answer(HttpExchange call, String file) throws IOException {
    String uri = call.getRequestURI().toString();
    calls.add(uri);
    Mode mode = mode(uri);
    try (call) {
      switch (mode) {
        case SILENT -> awaitEnd();
        case HANGS_UP -> throw new IOException("as it was told to");
        default -> send(call, mode.status, body(mode == Mode.OK ? file : mode.file));
      }
    }
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

  private void awaitEnd() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange call, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
