package site.log;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a line of the access log looks: compiled once, then applied to every request. */
public final class AccessFormat {
  private static final String COMMON =
      "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent";
  private static final String COMBINED = COMMON + " \"$http_referer\" \"$http_user_agent\"";

  /** What nginx's packages call main. */
  private static final String MAIN = COMBINED + " \"$http_x_forwarded_for\"";

  private static final Map<String, String> NAMED =
      Map.of("common", COMMON, "combined", COMBINED, "main", MAIN);

  /** Members of a JSON line, in this order. */
  private static final List<String> JSON =
      List.of(
          "time_iso8601",
          "remote_addr",
          "remote_user",
          "request_method",
          "request_uri",
          "server_protocol",
          "status",
          "body_bytes_sent",
          "request_time",
          "scheme",
          "host",
          "site",
          "route",
          "http_referer",
          "http_user_agent",
          "request_id",
          "note");

  private static final List<String> NUMBERS = List.of("status", "body_bytes_sent", "request_time");

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:([a-z0-9_]+)|\\{([a-z0-9_]+)})?");

  /** A piece of a line. */
  @FunctionalInterface
  private interface Part {
    void append(StringBuilder line, AccessEntry entry);
  }

  private final List<Part> parts;

  private AccessFormat(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Compiles a format.
   *
   * @param format {@code combined}, {@code main}, {@code common}, {@code json}, or a pattern of
   *     text and nginx's variables as {@code $name} or <code>${name}</code>
   * @param zone of the times in it
   * @throws IllegalArgumentException naming the variable that does not exist
   */
  public static AccessFormat compile(String format, ZoneId zone) {
    var variables = new AccessVariables(zone);
    return format.equals("json")
        ? json(variables)
        : pattern(NAMED.getOrDefault(format, format), variables);
  }

  /** What {@link #compile} would refuse, in a few words; empty when it would not. */
  public static Optional<String> problem(String format) {
    try {
      compile(format, ZoneOffset.UTC);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static AccessFormat pattern(String pattern, AccessVariables variables) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(pattern);
    int from = 0;
    while (matcher.find()) {
      parts.add(literal(pattern.substring(from, matcher.start())));
      String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      if (name == null) {
        throw new IllegalArgumentException(
            "a $ without the name of a variable, expected $name or ${name}");
      }
      parts.add(value(variables.named(name)));
      from = matcher.end();
    }
    parts.add(literal(pattern.substring(from)));
    return new AccessFormat(parts);
  }

  private static Part literal(String text) {
    return (line, entry) -> line.append(text);
  }

  private static Part value(Function<AccessEntry, String> variable) {
    return (line, entry) -> {
      String value = variable.apply(entry);
      if (value == null) {
        line.append('-');
      } else {
        Escapes.appendHex(line, value);
      }
    };
  }

  private static AccessFormat json(AccessVariables variables) {
    List<Part> parts = new ArrayList<>();
    for (String name : JSON) {
      parts.add(literal((parts.isEmpty() ? "{\"" : ",\"") + name.replace("_iso8601", "") + "\":"));
      Function<AccessEntry, String> variable = variables.named(name);
      parts.add(
          NUMBERS.contains(name)
              ? (line, entry) -> line.append(variable.apply(entry))
              : jsonText(variable));
    }
    parts.add(literal("}"));
    return new AccessFormat(parts);
  }

  private static Part jsonText(Function<AccessEntry, String> variable) {
    return (line, entry) -> {
      String value = variable.apply(entry);
      if (value == null) {
        line.append("null");
      } else {
        line.append('"');
        Escapes.appendJson(line, Escapes.fromWire(value));
        line.append('"');
      }
    };
  }

  /** The line for a request, without a line end. */
  public String line(AccessEntry entry) {
    var line = new StringBuilder(256);
    for (Part part : parts) {
      part.append(line, entry);
    }
    return line.toString();
  }
}
