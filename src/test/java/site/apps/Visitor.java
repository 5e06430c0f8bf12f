package site.apps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser that has cookies and no JavaScript: follows no redirect by itself. */
public final class Visitor {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"(csrf|shown)\" value=\"([^\"]*)\">");

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Map<String, String> hidden = Map.of();

  /**
   * @param base where the app is mounted, with a slash at its end
   */
  public Visitor(URI base) {
    this.base = base;
  }

  /** From now on with this header. */
  public Visitor with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Asks for a page, and remembers what its forms would send along. */
  public HttpResponse<String> get(String path) throws Exception {
    HttpResponse<String> answer = send(request(path).GET());
    Map<String, String> found = new LinkedHashMap<>();
    Matcher matcher = HIDDEN.matcher(answer.body());
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    if (!found.isEmpty()) {
      hidden = found;
    }
    return answer;
  }

  /** Sends a form of the last page that had one. */
  public HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    Map<String, String> all = new LinkedHashMap<>(hidden);
    all.putAll(fields);
    String body =
        all.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    headers.forEach(request::header);
    return request;
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
