package site.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogLineTest {
  private final LogLine line = new LogLine(ZoneId.of("Europe/Berlin"));

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of(Level.INFO, "site.deploy.Deployments", "INFO  [deploy] said"),
        Arguments.of(Level.SEVERE, "site.acme.http.Client", "ERROR [http] said"),
        Arguments.of(Level.WARNING, "site.Main", "WARN  [site] said"),
        Arguments.of(Level.CONFIG, "io.vertx.core.impl.ContextImpl", "DEBUG [ContextImpl] said"),
        Arguments.of(Level.FINE, "weather.WeatherVerticle", "DEBUG [WeatherVerticle] said"),
        Arguments.of(Level.FINER, "weather", "TRACE [weather] said"),
        Arguments.of(Level.FINEST, "", "TRACE [] said"),
        Arguments.of(Level.INFO, null, "INFO  [null] said"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordIsOneLineWithItsLevelAndRoom(Level level, String logger, String end) {
    String text = line.format(at(level, logger, "said", null));

    assertThat(text).isEqualTo("2026-05-26 14:16:06,008 " + end);
  }

  @Test
  void whereTimeAndLevelAreToldBesidesTheyAreNotRepeated() {
    LogLine undated = new LogLine(ZoneOffset.UTC, false);

    assertThat(undated.format(at(Level.INFO, "site.Main", "said", null))).isEqualTo("[site] said");
  }

  @Test
  void asJsonARecordIsOneObject() {
    var failure = new IllegalStateException("it \"broke\"");

    String text = new JsonLine().format(at(Level.WARNING, "site.deploy.X", "a\nb \u001b", failure));

    JsonObject json = new JsonObject(text);
    assertThat(text).doesNotContain("\n");
    assertThat(json.getString("time")).isEqualTo("2026-05-26T12:16:06.008Z");
    assertThat(json.getString("level")).isEqualTo("WARN");
    assertThat(json.getString("room")).isEqualTo("deploy");
    assertThat(json.getString("message")).isEqualTo("a\nb \u001b");
    assertThat(json.getString("error")).startsWith("java.lang.IllegalStateException: it \"broke\"");
  }

  @Test
  void parametersOfJavaUtilLoggingAreFilledIn() {
    LogRecord published = at(Level.INFO, "a", "{0} of {1}", null);
    published.setParameters(new Object[] {"one", "two"});

    assertThat(line.format(published)).endsWith("[a] one of two");
  }

  @Test
  void furtherLinesAreIndentedSoThatNobodyCanForgeARecord() {
    String forged = "path /a\n2026-05-26 14:16:06,008 INFO  [auth] all is well\r\u001b[2J";

    assertThat(line.format(at(Level.INFO, "a", forged, null)).split("\n", -1))
        .hasSize(2)
        .satisfies(lines -> assertThat(lines[1]).startsWith("  2026").endsWith("\\x0D\\x1B[2J"));
  }

  @Test
  void aStackTraceFollowsIndented() {
    var failure = new IllegalStateException("outer", new IOException("inner"));

    String[] lines = line.format(at(Level.SEVERE, "a", "failed", failure)).split("\n", -1);

    assertThat(lines[0]).endsWith("[a] failed");
    assertThat(lines[1]).isEqualTo("  java.lang.IllegalStateException: outer");
    assertThat(lines[2]).startsWith("    at site.log.LogLineTest.");
    assertThat(lines).contains("  Caused by: java.io.IOException: inner");
    assertThat(lines[lines.length - 1]).isNotBlank();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("io.vertx.core.impl.ContextImpl", closed(), true),
        Arguments.of("io.netty.channel.DefaultChannelPipeline", closed(), true),
        Arguments.of("io.vertx.x", new IOException("Connection reset by peer"), true),
        Arguments.of("io.vertx.x", new IOException("Broken pipe"), true),
        Arguments.of("io.vertx.x", new ClosedChannelException(), true),
        Arguments.of("io.vertx.x", new IOException("No space left on device"), false),
        Arguments.of("io.vertx.x", new NullPointerException(), false),
        Arguments.of("io.vertx.x", null, false),
        Arguments.of("site.proxy.ProxyAction", closed(), false),
        Arguments.of("io.vertxish", closed(), false),
        Arguments.of(null, closed(), false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aPeerThatWentAwayIsRecognised(String logger, Throwable thrown, boolean gone) {
    assertThat(ClientGone.isMeantBy(at(Level.SEVERE, logger, "Unhandled exception", thrown)))
        .isEqualTo(gone);
  }

  private static Throwable closed() {
    return new HttpClosedException("Connection was closed");
  }

  private static LogRecord at(Level level, String logger, String message, Throwable thrown) {
    var published = new LogRecord(level, message);
    published.setLoggerName(logger);
    published.setThrown(thrown);
    published.setInstant(Instant.parse("2026-05-26T12:16:06.008Z"));
    return published;
  }
}
