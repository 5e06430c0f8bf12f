package site.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An answer as it is read by the letter of RFC 9112 and RFC 3875, as simply as can be: what the
 * proxy makes of an answer is judged by it. Has nothing in common with the proxy's own reading.
 *
 * @param fields by their names in lower case
 * @param size how many characters it has on the wire
 */
record PlainAnswer(int status, Map<String, List<String>> fields, String body, int size) {
  /** RFC 9110 7.6.1, and what each connection says for itself. */
  private static final Set<String> NOT_END_TO_END =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "proxy-authenticate",
          "proxy-authorization",
          "content-length",
          "x-request-id");

  /**
   * Reads one.
   *
   * @param head whether HEAD was asked
   * @param closed whether nothing follows what there is
   * @param cgi whether the status may be a field
   * @return empty when it is none, or not whole
   */
  static Optional<PlainAnswer> read(String wire, boolean head, boolean closed, boolean cgi) {
    try {
      return Optional.of(new Reader(wire, closed).answer(head, cgi));
    } catch (NotOne e) {
      return Optional.empty();
    }
  }

  /** What has to arrive unchanged, whatever the connection. */
  Map<String, List<String>> endToEnd() {
    Set<String> named =
        fields.getOrDefault("connection", List.of()).stream()
            .flatMap(list -> List.of(list.split(",", -1)).stream())
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Map<String, List<String>> rest = new TreeMap<>(fields);
    rest.keySet().removeAll(NOT_END_TO_END);
    rest.keySet().removeAll(named);
    return rest;
  }

  private static final class NotOne extends RuntimeException {
    NotOne() {
      super(null, null, false, false);
    }
  }

  private static final class Reader {
    private static final Pattern STATUS_LINE =
        Pattern.compile(
            "HTTP/[0-9](?:[.][0-9])? ([1-9][0-9]{2})(?: [\\t\\x20-\\x7e\\x80-\\xff]*)?");
    private static final Pattern FIELD =
        Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\\t\\x20-\\x7e\\x80-\\xff]*)");
    private static final Pattern CHUNK =
        Pattern.compile("([0-9A-Fa-f]{1,15})([ \\t]*;[\\t\\x20-\\x7e\\x80-\\xff]*)?");

    private final String wire;
    private final boolean closed;
    private int at;

    Reader(String wire, boolean closed) {
      this.wire = wire;
      this.closed = closed;
    }

    PlainAnswer answer(boolean head, boolean cgi) {
      while (true) {
        boolean http = wire.startsWith("HTTP/", at);
        boolean old = !cgi && wire.startsWith("HTTP/1.0", at);
        refuseIf(!http && !cgi);
        String statusLine = http ? line() : "";
        Map<String, List<String>> fields = fields(!cgi);
        int status = http ? status(statusLine) : cgiStatus(fields);
        refuseIf(status == 101);
        if (status >= 200) {
          boolean bodiless = head || status == 204 || status == 304;
          String body = body(fields, bodiless, http, old);
          return new PlainAnswer(status, fields, body, at);
        }
      }
    }

    private String body(
        Map<String, List<String>> fields, boolean bodiless, boolean http, boolean old) {
      List<String> codings = http ? fields.getOrDefault("transfer-encoding", List.of()) : List.of();
      List<String> lengths = fields.getOrDefault("content-length", List.of());
      refuseIf(codings.size() > 1 || (codings.size() == 1 && old));
      refuseIf(codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked"));
      refuseIf(lengths.stream().distinct().count() > 1);
      refuseIf(lengths.stream().anyMatch(length -> !length.matches("[0-9]{1,18}")));
      if (bodiless) {
        return "";
      }
      if (!codings.isEmpty()) {
        return chunks();
      }
      if (!lengths.isEmpty()) {
        return take(Long.parseLong(lengths.get(0)));
      }
      refuseIf(!closed);
      return take(wire.length() - at);
    }

    private String chunks() {
      StringBuilder body = new StringBuilder();
      while (true) {
        var size = CHUNK.matcher(line());
        refuseIf(!size.matches());
        long length = Long.parseLong(size.group(1), 16);
        if (length == 0) {
          fields(true);
          return body.toString();
        }
        body.append(take(length));
        refuseIf(!line().isEmpty());
      }
    }

    private Map<String, List<String>> fields(boolean folds) {
      Map<String, List<String>> fields = new TreeMap<>();
      List<String> latest = null;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (folds && latest != null && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
          refuseIf(!FIELD.matcher("a:" + line).matches());
          String value = latest.remove(latest.size() - 1);
          latest.add(trimmed(value + " " + trimmed(line)));
          continue;
        }
        var field = FIELD.matcher(line);
        refuseIf(!field.matches());
        String name = field.group(1).toLowerCase(Locale.ROOT);
        latest = fields.computeIfAbsent(name, first -> new ArrayList<>());
        latest.add(trimmed(field.group(2)));
      }
      return fields;
    }

    /** RFC 3875 6.3.3 and 6.2.3. */
    private static int cgiStatus(Map<String, List<String>> fields) {
      List<String> status = fields.remove("status");
      if (status == null) {
        return fields.containsKey("location") ? 302 : 200;
      }
      return status("HTTP/1.1 " + status.get(0));
    }

    private static int status(String line) {
      var status = STATUS_LINE.matcher(line);
      refuseIf(!status.matches());
      return Integer.parseInt(status.group(1));
    }

    private String line() {
      int end = wire.indexOf('\n', at);
      refuseIf(end < 0);
      String line = wire.substring(at, end);
      at = end + 1;
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private String take(long length) {
      refuseIf(length > wire.length() - at);
      String taken = wire.substring(at, at + (int) length);
      at += (int) length;
      return taken;
    }

    /** RFC 9110 5.5: blanks around a value are no part of it. */
    private static String trimmed(String value) {
      return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    private static void refuseIf(boolean wrong) {
      if (wrong) {
        throw new NotOne();
      }
    }
  }
}
