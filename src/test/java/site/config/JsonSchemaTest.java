package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
  private final JsonObject schema = new JsonObject(JsonSchema.text());

  @Test
  void everyKeyOfTheFormatHasAPropertyWithItsMeaning() {
    List<String> missing = new ArrayList<>();

    compare("", SiteFormat.FILE, schema, missing);

    assertThat(missing).isEmpty();
  }

  @Test
  void keysThatAreRequiredAreRequiredInTheSchema() {
    JsonObject site = property(schema, "sites").getJsonObject("items");

    assertThat(site.getJsonArray("required")).containsExactly("hosts", "routes");
    assertThat(site.getBoolean("additionalProperties")).isFalse();
  }

  @Test
  void plainValuesHaveTypesPatternsAndDefaults() {
    JsonObject shutdown = property(schema, "shutdown");

    JsonObject drain = property(shutdown, "drain");

    assertThat(drain.getString("default")).isEqualTo("30s");
    assertThat(drain.getJsonArray("anyOf").getJsonObject(0).getString("pattern"))
        .isEqualTo("^[0-9]{1,12}(ms|s|m|h|d)$");
    assertThat(drain.getJsonArray("anyOf").getJsonObject(1).getString("$ref"))
        .isEqualTo("#/$defs/substituted");
  }

  @Test
  void everyPatternIsARegularExpression() {
    List<String> patterns = new ArrayList<>();

    collect(schema, patterns);

    assertThat(patterns).isNotEmpty().allSatisfy(Pattern::compile);
  }

  private static JsonObject property(JsonObject schema, String name) {
    return schema.getJsonObject("properties").getJsonObject(name);
  }

  private static void collect(Object value, List<String> patterns) {
    if (value instanceof JsonObject object) {
      if (object.getValue("pattern") instanceof String pattern) {
        patterns.add(pattern);
      }
      object.forEach(entry -> collect(entry.getValue(), patterns));
    } else if (value instanceof JsonArray array) {
      array.forEach(item -> collect(item, patterns));
    }
  }

  /** Walks format and schema side by side. */
  private static void compare(String path, Shape shape, JsonObject schema, List<String> missing) {
    if (shape instanceof Shape.Section section) {
      for (Key key : section.keys()) {
        JsonObject property = property(schema, key.name());
        if (property == null || !property.getString("description").contains(key.meaning())) {
          missing.add(path + "." + key.name());
        } else {
          compare(path + "." + key.name(), key.shape(), property, missing);
        }
      }
    } else if (shape instanceof Shape.ListOf list) {
      compare(path + "[]", list.element(), schema.getJsonObject("items"), missing);
    } else if (shape instanceof Shape.Named named) {
      compare(path + ".*", named.value(), schema.getJsonObject("additionalProperties"), missing);
    } else if (shape instanceof Shape.Choice choice) {
      for (int i = 0; i < choice.shapes().size(); i++) {
        JsonObject one = schema.getJsonArray("anyOf").getJsonObject(i);
        compare(path, choice.shapes().get(i), one, missing);
      }
    }
  }
}
