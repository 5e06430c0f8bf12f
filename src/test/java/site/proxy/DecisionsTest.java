package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.Address;
import site.config.TargetUrl;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;
import site.config.UpstreamConfig.Timeouts;
import site.http.HttpFailure;

/** The pure decisions of the proxy, each as a table. */
class DecisionsTest {
  private static final Target TARGET = target("127.0.0.1", 8000);

  private static Target target(String host, int port) {
    TargetConfig config =
        new TargetConfig(new TargetUrl(TargetUrl.Protocol.HTTP, new Address.Tcp(host, port)));
    return new Target(
        config,
        Optional.empty(),
        new UpstreamConfig(List.of(config), Front.PATIENT),
        Clock.systemUTC(),
        () -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP_1_1 |                   | true
          HTTP_1_1 | keep-alive        | true
          HTTP_1_1 | close             | false
          HTTP_1_1 | Close             | false
          HTTP_1_1 | x-a, close        | false
          HTTP_1_1 | keep-alive, close | false
          HTTP_1_1 | closed            | true
          HTTP_1_0 |                   | false
          HTTP_1_0 | Keep-Alive        | true
          HTTP_1_0 | close             | false
          """)
  void keepsWhatTheTargetKeeps(HttpVersion version, String connection, boolean persists) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (connection != null) {
      headers.add("Connection", connection);
    }

    assertThat(KeepAlive.persists(version, headers)).isEqualTo(persists);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                              | 20
          timeout=5           | 4
          timeout=5, max=100  | 4
          max=100, timeout=3  | 2
          timeout=1           | 0
          timeout=0           | -1
          timeout=3600        | 20
          timeout=x           | 20
          timeout=99999999999 | 20
          nonsense            | 20
          """)
  void closesAnIdleConnectionBeforeTheTargetDoes(String keepAlive, long seconds) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (keepAlive != null) {
      headers.add("Keep-Alive", keepAlive);
    }

    assertThat(KeepAlive.idle(headers)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, NONE, true", "HEAD, NONE, true", "OPTIONS, NONE, true", "PUT, NONE, true",
    "DELETE, NONE, true", "POST, NONE, false", "PATCH, NONE, false", "PUT, KNOWN, false",
    "GET, UNKNOWN, false", "PURGE, NONE, false"
  })
  void repeatsWhatDoesNoHarmTwice(String method, RequestBody.Kind body, boolean repeatable) {
    assertThat(RetryPolicy.isRepeatable(HttpMethod.valueOf(method), new RequestBody(body, null)))
        .isEqualTo(repeatable);
  }

  static Stream<Arguments> endings() {
    Throwable closed = new HttpClosedException("closed");
    Throwable reset = new IOException("Connection reset by peer");
    return Stream.of(
        Arguments.of(true, true, closed, true),
        Arguments.of(true, true, reset, true),
        Arguments.of(true, false, closed, false),
        Arguments.of(false, true, closed, false),
        Arguments.of(true, true, new IllegalArgumentException("bad"), false),
        Arguments.of(true, true, new HttpFailure(504, "late"), false));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void repeatsOnlyWhatAnIdleConnectionSwallowed(
      boolean repeatable, boolean reused, Throwable cause, boolean again) {
    assertThat(RetryPolicy.mayRepeat(repeatable, reused, cause)).isEqualTo(again);
  }

  static Stream<Arguments> connectFailures() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused: /127.0.0.1:8000"), 502, "refused"),
        Arguments.of(
            new IOException("connect(..) failed with error(-2): No such file"), 502, "refused"),
        Arguments.of(new ConnectTimeoutException("timed out"), 504, "timed out after 5s"),
        Arguments.of(new UnknownHostException("x"), 502, "does not resolve"),
        Arguments.of(new IOException("No route to host"), 502, "failed: No route to host"));
  }

  @ParameterizedTest
  @MethodSource("connectFailures")
  void saysWhyThereIsNoConnection(Throwable cause, int status, String words) {
    HttpFailure failure = Reasons.connecting(TARGET, cause, Duration.ofSeconds(5));

    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure).hasMessageContaining(words).hasMessageContaining("127.0.0.1:8000");
  }

  static Stream<Arguments> answerFailures() {
    return Stream.of(
        Arguments.of(new HttpClosedException("closed"), 502, "closed the connection without"),
        Arguments.of(new IOException("Connection reset"), 502, "broke the connection"),
        Arguments.of(new IllegalArgumentException("invalid version"), 502, "malformed response"),
        Arguments.of(new HttpFailure(504, "late 127.0.0.1:8000"), 504, "late"));
  }

  @ParameterizedTest
  @MethodSource("answerFailures")
  void saysWhyThereIsNoAnswer(Throwable cause, int status, String words) {
    HttpFailure failure = Reasons.answering(TARGET, cause);

    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure).hasMessageContaining(words).hasMessageContaining("127.0.0.1:8000");
  }

  static Stream<Arguments> bodyFailures() {
    return Stream.of(
        Arguments.of(new HttpClosedException("closed"), 499),
        Arguments.of(new StreamResetException(8), 499),
        Arguments.of(new IOException("reset"), 499),
        Arguments.of(new NumberFormatException("chunk size"), 400));
  }

  @ParameterizedTest
  @MethodSource("bodyFailures")
  void tellsAClientThatLeftFromOneThatTalksNonsense(Throwable cause, int status) {
    assertThat(Reasons.reading(cause).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"1000, 1s", "60000, 60s", "250, 250ms", "1500, 1500ms"})
  void writesDurationsAsTheConfigurationDoes(long millis, String text) {
    assertThat(Reasons.text(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 8000, 127.0.0.1:8000", "a.example, 80, a.example", "::1, 80, [::1]"})
  void namesTheTargetAsHost(String host, int port, String name) {
    assertThat(target(host, port).host()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accept", "content-type", "x-env", "te-x", "authorization"})
  void passesOnWhatIsMeantForTheTarget(String name) {
    assertThat(RequestHead.isCopied(name, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":path",
        "host",
        "content-length",
        "expect",
        "proxy",
        "http2-settings",
        "via",
        "x-request-id",
        "x-forwarded-for",
        "forwarded",
        "x_forwarded_for",
        "transfer_encoding",
        "content_length",
        "x-real-ip",
        "a_b"
      })
  void keepsBackWhatIsNot(String name) {
    assertThat(RequestHead.isCopied(name, false)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a_b, true", "X_Env, true", "x_forwarded_for, false", "transfer_encoding, false",
    "content_length, false", "x_real-ip, false", "keep_alive, false", "host, false"
  })
  void underscoresMayPassUnlessTheyCouldBeTakenForOurs(String name, boolean passed) {
    String lower = name.toLowerCase(Locale.ROOT);

    assertThat(RequestHead.isCopied(lower, true)).isEqualTo(passed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          websocket        | Upgrade             |   | true
          websocket        | keep-alive, Upgrade |   | true
          WebSocket        | upgrade             |   | true
          chat/1           | upgrade             |   | true
                           | upgrade             |   | false
          websocket        |                     |   | false
          websocket        | keep-alive          |   | false
          h2c              | Upgrade             |   | false
          websocket, h2c   | Upgrade             |   | false
          HTTP/2.0         | Upgrade             |   | false
          TLS/1.0          | Upgrade             |   | false
          websocket        | Upgrade             | 0 | true
          websocket        | Upgrade             | 3 | false
          """)
  void tunnelsWhatIsNotHttp(String protocol, String connection, String length, boolean asked) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    add(headers, "Upgrade", protocol);
    add(headers, "Connection", connection);
    add(headers, "Content-Length", length);

    assertThat(Upgrade.isAsked(headers)).isEqualTo(asked);
  }

  private static void add(MultiMap headers, String name, String value) {
    if (value != null) {
      headers.add(name, value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 200, true",
    "HEAD, 200, false",
    "GET, 204, false",
    "GET, 304, false",
    "POST, 404, true"
  })
  void knowsWhichResponsesHaveABody(String method, int status, boolean body) {
    assertThat(ResponseHead.hasBody(HttpMethod.valueOf(method), status)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({
    "5000, 60000, 60000, 500",
    "100, 60000, 60000, 10",
    "60000, 60000, 60000, 1000",
    "5000, 10, 60000, 5"
  })
  void looksAtDeadlinesOftenEnough(long connect, long response, long idle, long tick) {
    Timeouts timeouts =
        new Timeouts(
            Duration.ofMillis(connect), Duration.ofMillis(response), Duration.ofMillis(idle));

    assertThat(LoopPools.tick(timeouts)).isEqualTo(Duration.ofMillis(tick));
  }

  @Test
  void expiresWhatIsDueOnce() {
    Deadlines deadlines = new Deadlines();
    List<String> expired = new ArrayList<>();
    Deadline due = deadlines.start(() -> expired.add("due"));
    due.begin(Duration.ZERO);
    deadlines.start(() -> expired.add("later")).begin(Duration.ofHours(1));
    deadlines.start(() -> expired.add("never begun"));

    deadlines.check(System.nanoTime());
    deadlines.check(System.nanoTime());

    assertThat(expired).containsExactly("due");
  }

  @Test
  void aStoppedDeadlineNeverExpires() {
    Deadlines deadlines = new Deadlines();
    List<String> expired = new ArrayList<>();
    Deadline stopped = deadlines.start(() -> expired.add("stopped"));
    stopped.begin(Duration.ZERO);

    deadlines.stop(stopped);
    deadlines.check(System.nanoTime());

    assertThat(expired).isEmpty();
  }
}
