package parts;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The data sheet of a part, as numbers and words by their keys. */
public record Specs(Map<String, Object> values) {
  public Specs {
    values = Map.copyOf(values);
  }

  static Specs of(JsonObject json) {
    return new Specs(json.getMap());
  }

  /** A number; 0 when the sheet has none. */
  public double number(String key) {
    return values.get(key) instanceof Number number ? number.doubleValue() : 0;
  }

  public int whole(String key) {
    return (int) number(key);
  }

  public String word(String key) {
    return String.valueOf(values.getOrDefault(key, ""));
  }

  /** A word that lists several, such as the memory a processor takes. */
  public List<String> words(String key) {
    return List.of(word(key).split(","));
  }

  /** In an order that does not change. */
  public Map<String, Object> sorted() {
    return new TreeMap<>(values);
  }

  String json() {
    return new JsonObject(sorted()).encode();
  }
}
