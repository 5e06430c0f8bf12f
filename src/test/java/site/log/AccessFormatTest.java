package site.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessFormatTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String REQUEST =
      String.join(
          "\r\n",
          "GET /a%20b?c=d HTTP/1.1",
          "Host: example.com",
          "Referer: http://r/",
          "User-Agent: \"Mo\\zilla\u00e9\"",
          "X-Forwarded-For: 192.0.2.1",
          "X-Forwarded-For: 192.0.2.2");

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of(
            "common",
            "127.0.0.1 - ann [26/May/2026:14:16:06 +0200] \"GET /a%20b?c=d HTTP/1.1\" 200 5"),
        Arguments.of(
            "combined",
            "127.0.0.1 - ann [26/May/2026:14:16:06 +0200] \"GET /a%20b?c=d HTTP/1.1\" 200 5"
                + " \"http://r/\" \"\\x22Mo\\x5Czilla\\xE9\\x22\""),
        Arguments.of(
            "main",
            "127.0.0.1 - ann [26/May/2026:14:16:06 +0200] \"GET /a%20b?c=d HTTP/1.1\" 200 5"
                + " \"http://r/\" \"\\x22Mo\\x5Czilla\\xE9\\x22\" \"192.0.2.1, 192.0.2.2\""),
        Arguments.of("", ""),
        Arguments.of("text only", "text only"),
        Arguments.of("$remote_addr:$remote_port", "127.0.0.1:4711"),
        Arguments.of("${status}x", "200x"),
        Arguments.of("$request_method $uri $args", "GET /a%20b c=d"),
        Arguments.of("$request_uri|$query_string", "/a%20b?c=d|c=d"),
        Arguments.of("$scheme://$host", "http://example.com"),
        Arguments.of("$server_protocol", "HTTP/1.1"),
        Arguments.of("$body_bytes_sent in $request_time", "5 in 1.234"),
        Arguments.of("$msec", "1779797766.188"),
        Arguments.of("$time_iso8601", "2026-05-26T14:16:06+02:00"),
        Arguments.of("$request_id", "abcdefgh234567ab"),
        Arguments.of("$server_name $site $route $note", "example.com example.com /* -"),
        Arguments.of("$http_host $http_x_missing", "example.com -"),
        Arguments.of("$sent_http_content_type", "text/plain"),
        Arguments.of("$sent_http_etag", "-"));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("formats")
  void aLineLooksAsItsFormatSays(String format, String line) {
    AccessEntry entry = Entries.of(REQUEST, "ann", Instant.parse("2026-05-26T12:16:06.188Z"));

    assertThat(AccessFormat.compile(format, BERLIN).line(entry)).isEqualTo(line);
  }

  @Test
  void jsonIsOneObjectWithNumbersAsNumbers() {
    AccessEntry entry = Entries.of(REQUEST, "J\u00f6rg", Instant.parse("2026-05-26T12:16:06Z"));

    String line = AccessFormat.compile("json", BERLIN).line(entry);

    assertThat(line)
        .isEqualTo(
            "{\"time\":\"2026-05-26T14:16:06+02:00\",\"remote_addr\":\"127.0.0.1\","
                + "\"remote_user\":\"J\u00f6rg\",\"request_method\":\"GET\","
                + "\"request_uri\":\"/a%20b?c=d\",\"server_protocol\":\"HTTP/1.1\","
                + "\"status\":200,\"body_bytes_sent\":5,\"request_time\":1.234,"
                + "\"scheme\":\"http\",\"host\":\"example.com\",\"site\":\"example.com\","
                + "\"route\":\"/*\",\"http_referer\":\"http://r/\","
                + "\"http_user_agent\":\"\\\"Mo\\\\zilla\ufffd\\\"\","
                + "\"request_id\":\"abcdefgh234567ab\",\"note\":null}");
  }

  @Test
  void aControlCharacterCanNotEndAJsonString() {
    AccessEntry entry = Entries.of("GET /a\nb\u001b HTTP/1.1\r\nUser-Agent: \u00c3\u00a9\r\n");

    String line = AccessFormat.compile("json", BERLIN).line(entry);

    assertThat(line).contains("\"/a\\u000Ab\\u001B\"").contains("\"http_user_agent\":\"\u00e9\"");
  }

  @Test
  void aUserNameIsEscapedAsTheBytesOfItsUtf8Form() {
    AccessEntry entry = Entries.of(REQUEST, "J\u00f6rg", Instant.EPOCH);

    String line = AccessFormat.compile("$remote_user", BERLIN).line(entry);

    assertThat(line).isEqualTo("J\\xC3\\xB6rg");
  }

  @Test
  void theTimeFollowsTheSecondsAndDaylightSaving() {
    AccessFormat format = AccessFormat.compile("$time_local", BERLIN);

    assertThat(format.line(at("2026-01-01T00:00:00.000Z"))).isEqualTo("01/Jan/2026:01:00:00 +0100");
    assertThat(format.line(at("2026-01-01T00:00:00.999Z"))).isEqualTo("01/Jan/2026:01:00:00 +0100");
    assertThat(format.line(at("2026-01-01T00:00:01.000Z"))).isEqualTo("01/Jan/2026:01:00:01 +0100");
    assertThat(format.line(at("2026-07-01T00:00:01.000Z"))).isEqualTo("01/Jul/2026:02:00:01 +0200");
    assertThat(format.line(at("2026-01-01T00:00:01.000Z"))).isEqualTo("01/Jan/2026:01:00:01 +0100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$remote_add", "$upstream_addr", "${ssl_protocol}", "$status $nothing"})
  void anUnknownVariableIsNamedAndTheKnownOnesAreToo(String format) {
    assertThatThrownBy(() -> AccessFormat.compile(format, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "unknown variable \\$(remote_add|upstream_addr|ssl_protocol|nothing), .*\\$time_local.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$", "a $ b", "${}", "${status", "$Status", "100$"})
  void aDollarWithoutNameIsRefused(String format) {
    assertThatThrownBy(() -> AccessFormat.compile(format, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without the name");
    assertThat(AccessFormat.problem(format).orElseThrow()).contains("without the name");
  }

  private static AccessEntry at(String time) {
    return Entries.of(REQUEST, "", Instant.parse(time));
  }
}
