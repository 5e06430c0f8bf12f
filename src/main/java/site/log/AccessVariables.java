package site.log;

import static java.util.Map.entry;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * nginx's variables, as far as an {@link AccessEntry} knows them, and our own {@code $site}, {@code
 * $route} and {@code $note}. A value is null where nginx would find none.
 */
final class AccessVariables {
  private static final String REQUEST_HEADER = "http_";
  private static final String RESPONSE_HEADER = "sent_http_";

  private static final Map<String, Function<AccessEntry, String>> FIXED =
      Map.ofEntries(
          entry("remote_addr", e -> e.client().address()),
          entry("remote_port", e -> Integer.toString(e.client().port())),
          entry("remote_user", e -> absentIfEmpty(Escapes.toWire(e.client().user()))),
          entry("request", AccessVariables::requestLine),
          entry("request_method", e -> e.request().method()),
          entry("request_uri", e -> Secrets.withoutSecrets(e.request().uri())),
          entry("uri", e -> path(e.request().path())),
          entry("args", e -> Secrets.withoutSecrets(e.request().query())),
          entry("query_string", e -> Secrets.withoutSecrets(e.request().query())),
          entry("server_protocol", e -> e.request().protocol()),
          entry("scheme", e -> e.request().scheme()),
          entry("host", e -> e.request().host()),
          entry("status", e -> Integer.toString(e.response().status())),
          entry("body_bytes_sent", e -> Long.toString(e.response().bodyBytes())),
          entry("request_time", e -> seconds(e.nanos() / 1_000_000)),
          entry("msec", e -> seconds(e.time().toEpochMilli())),
          entry("request_id", AccessEntry::id),
          entry("site", e -> absentIfEmpty(e.site())),
          entry("server_name", e -> absentIfEmpty(e.site())),
          entry("route", e -> absentIfEmpty(Escapes.toWire(e.route()))),
          entry("note", e -> absentIfEmpty(Escapes.toWire(e.note()))));

  private final Function<Instant, String> local;
  private final Function<Instant, String> iso8601;

  AccessVariables(ZoneId zone) {
    this.local = new SecondText("dd/MMM/yyyy:HH:mm:ss Z", zone)::of;
    this.iso8601 = new SecondText("yyyy-MM-dd'T'HH:mm:ssxxx", zone)::of;
  }

  /**
   * How to find the value.
   *
   * @throws IllegalArgumentException for a name nobody knows, and for a secret
   */
  Function<AccessEntry, String> named(String name) {
    if (name.equals("time_local")) {
      return entry -> local.apply(entry.time());
    }
    if (name.equals("time_iso8601")) {
      return entry -> iso8601.apply(entry.time());
    }
    if (name.startsWith(REQUEST_HEADER)) {
      String field = fieldName(name, REQUEST_HEADER);
      return entry -> Secrets.withoutSecrets(entry.request().header().apply(field));
    }
    if (name.startsWith(RESPONSE_HEADER)) {
      String field = fieldName(name, RESPONSE_HEADER);
      return entry -> Secrets.withoutSecrets(entry.response().header().apply(field));
    }
    if (FIXED.containsKey(name)) {
      return FIXED.get(name);
    }
    throw new IllegalArgumentException(
        "unknown variable $" + name + ", expected one of " + known());
  }

  private static String fieldName(String name, String prefix) {
    String field = name.substring(prefix.length()).replace('_', '-');
    if (Secrets.isSecret(field)) {
      throw new IllegalArgumentException("$" + name + " is a secret and is never logged");
    }
    return field;
  }

  private static String known() {
    var names = new TreeSet<>(FIXED.keySet());
    names.add("time_local");
    names.add("time_iso8601");
    names.add("http_*");
    names.add("sent_http_*");
    return "$" + String.join(", $", names);
  }

  private static String requestLine(AccessEntry entry) {
    AccessEntry.Request request = entry.request();
    if (request.method() == null) {
      return null;
    }
    String uri = Secrets.withoutSecrets(request.uri());
    return request.method() + " " + uri + " " + request.protocol();
  }

  private static String path(String text) {
    return text == null ? null : Escapes.toWire(text);
  }

  private static String seconds(long millis) {
    long rest = millis % 1000;
    return millis / 1000 + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".") + rest;
  }

  private static String absentIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
