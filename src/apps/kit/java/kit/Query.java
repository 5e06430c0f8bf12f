package kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The parameters of a link, each once, in a fixed order. */
public final class Query {
  private final Map<String, String> parameters;

  private Query(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  public static Query of(MultiMap parameters) {
    Map<String, String> first = new LinkedHashMap<>();
    parameters.forEach((name, value) -> first.putIfAbsent(name, value));
    return new Query(first);
  }

  /** Another value; an empty one takes the parameter away. */
  public Query with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    if (value.isEmpty()) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Query(changed);
  }

  public String below(String path) {
    return parameters.isEmpty() ? path : path + "?" + this;
  }

  @Override
  public String toString() {
    return parameters.entrySet().stream()
        .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
