package site.http;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client reads about a failure, in the form it asked for.
 *
 * @param type the {@code Content-Type}
 */
record ErrorBody(String type, String text) {
  private static final String PAGE = resource("error.html");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  /** The forms a failure is told in. */
  enum Form {
    HTML,
    JSON,
    TEXT;

    /**
     * HTML for those who name it, JSON for those who name it and want it more, plain text for
     * everyone else: {@code curl} and scripts say {@code * / *} and are read by people in a
     * terminal.
     */
    static Form wanted(String accept) {
      int html = Accept.named(accept, "text/html");
      int json =
          Math.max(
              Accept.named(accept, "application/json"),
              Accept.named(accept, "application/problem+json"));
      if (json > html) {
        return JSON;
      }
      return html > 0 ? HTML : TEXT;
    }
  }

  /**
   * Makes a built-in body.
   *
   * @param detail what the client may know beyond the status, empty for nothing
   * @param id the request's
   */
  static ErrorBody of(Form form, int status, String detail, String id) {
    return switch (form) {
      case HTML -> page(html(status, detail, id));
      case JSON -> new ErrorBody("application/problem+json", json(status, detail, id));
      case TEXT -> new ErrorBody("text/plain; charset=utf-8", text(status, detail, id));
    };
  }

  /** A page as it is, such as a site's own. */
  static ErrorBody page(String html) {
    return new ErrorBody("text/html; charset=utf-8", html);
  }

  private static String html(int status, String detail, String id) {
    ErrorText text = ErrorText.of(status);
    Map<String, String> values =
        Map.of(
            "status", Integer.toString(status),
            "title", HtmlText.escaped(text.title()),
            "sentence", HtmlText.escaped(text.sentence()),
            "detail", detail.isEmpty() ? "" : "<p>" + HtmlText.escaped(detail) + "</p>\n",
            "id", HtmlText.escaped(id));
    return PLACEHOLDER
        .matcher(PAGE)
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
  }

  /** RFC 9457; {@code about:blank} because the status says it all. */
  private static String json(int status, String detail, String id) {
    ErrorText text = ErrorText.of(status);
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", text.title())
        .put("status", status)
        .put("detail", detail.isEmpty() ? text.sentence() : detail)
        .put("requestId", id)
        .encode();
  }

  private static String text(int status, String detail, String id) {
    ErrorText text = ErrorText.of(status);
    String reason = detail.isEmpty() ? "" : detail + "\n";
    return "%d %s\n%s\n%sRequest %s\n".formatted(status, text.title(), text.sentence(), reason, id);
  }

  private static String resource(String name) {
    try (InputStream in = ErrorBody.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
