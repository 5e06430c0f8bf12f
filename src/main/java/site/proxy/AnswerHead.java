package site.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of what a CGI program answers (RFC 3875 6), or of what an HTTP server does: the latter
 * begins with a status line.
 *
 * @param http whether it has a status line, so that its body is framed as HTTP frames it
 */
record AnswerHead(int status, MultiMap headers, boolean http) {
  /** uWSGI answers with the version it was asked with, HTTP/2.0 included. */
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/[0-9](?:[.][0-9])? ([1-9][0-9]{2})( .*)?");

  private static final Pattern STATUS = Pattern.compile("([1-9][0-9]{2})( .*)?");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads the lines of a head, without their ends and without the empty one.
   *
   * @throws MalformedAnswer when they make no sense
   */
  static AnswerHead parse(List<String> lines) {
    if (lines.isEmpty()) {
      throw new MalformedAnswer("a head without fields");
    }
    boolean http = lines.get(0).startsWith("HTTP/");
    MultiMap headers = fields(http ? lines.subList(1, lines.size()) : lines);
    int status = http ? statusOfLine(lines.get(0)) : status(headers);
    checkLength(headers);
    return new AnswerHead(status, headers, http);
  }

  /** Reads the lines of a header or trailer section. */
  static MultiMap fields(List<String> lines) {
    MultiMap fields = HttpHeaders.headers();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
        throw new MalformedAnswer("not a header field: " + shown(line));
      }
      checkText(line);
      fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return fields;
  }

  /** RFC 9110 5.5: what is no text may be read as the end of a line by somebody else. */
  private static void checkText(String line) {
    if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new MalformedAnswer("a control character in " + shown(line));
    }
  }

  /** The length of the body, -1 where it is not known. */
  long length() {
    return ResponseHead.length(headers);
  }

  /** RFC 9112 6.1: chunks are a matter of HTTP, a CGI program knows none. */
  boolean isChunked() {
    List<String> codings = http ? headers.getAll(HttpHeaderNames.TRANSFER_ENCODING) : List.of();
    String coding = String.join(", ", codings);
    if (!codings.isEmpty() && !coding.equalsIgnoreCase("chunked")) {
      throw new MalformedAnswer("the transfer coding " + shown(coding));
    }
    return !codings.isEmpty();
  }

  /** RFC 3875 6.3.3: without a status it is 200; 6.2.3: or 302, where the client shall look. */
  private static int status(MultiMap headers) {
    String status = headers.get("status");
    if (status == null) {
      return headers.contains("location") ? 302 : 200;
    }
    headers.remove("status");
    return status(STATUS, status);
  }

  private static int statusOfLine(String line) {
    checkText(line);
    return status(STATUS_LINE, line);
  }

  private static int status(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new MalformedAnswer("not a status: " + shown(text));
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** RFC 9112 6.3: lengths that differ, or a length beside chunks, are how responses are split. */
  private static void checkLength(MultiMap headers) {
    List<String> lengths = headers.getAll("content-length");
    if (lengths.isEmpty()) {
      return;
    }
    String length = lengths.get(0);
    if (!LENGTH.matcher(length).matches() || lengths.stream().anyMatch(l -> !l.equals(length))) {
      throw new MalformedAnswer("the content length " + shown(String.join(", ", lengths)));
    }
    headers.set("content-length", length);
  }

  /** Short enough for a log. */
  static String shown(String text) {
    return '"' + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + '"';
  }
}
