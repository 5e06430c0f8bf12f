package site.middleware.oidc;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is logged in, as a sealed cookie says. No token of the provider is in it.
 *
 * @param headers request headers to what stands in them
 * @param end in seconds since 1970
 */
public record Session(String user, Map<String, String> headers, long end) {

  String text() {
    return new JsonObject()
        .put("u", user)
        .put("h", new JsonObject(Map.copyOf(headers)))
        .put("e", end)
        .encode();
  }

  /** Empty when it is over. */
  static Optional<Session> parse(String text, Instant now) {
    try {
      JsonObject json = new JsonObject(text);
      Map<String, String> headers = new LinkedHashMap<>();
      json.getJsonObject("h")
          .forEach(entry -> headers.put(entry.getKey(), (String) entry.getValue()));
      return Optional.of(new Session(json.getString("u"), headers, json.getLong("e")))
          .filter(session -> now.getEpochSecond() < session.end());
    } catch (DecodeException e) {
      throw new IllegalStateException("sealed by us and unreadable", e);
    }
  }
}
