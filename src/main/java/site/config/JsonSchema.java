package site.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import site.config.Key.Presence;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Named;
import site.config.Shape.Nullable;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** Tells editors what {@link SiteFormat} tells the reader, in JSON Schema (draft 2020-12). */
public final class JsonSchema {
  private static final Map<String, Object> SUBSTITUTED = Map.of("$ref", "#/$defs/substituted");

  private JsonSchema() {}

  /** The schema of the whole file, several lines of JSON. */
  public static String text() {
    JsonObject schema =
        new JsonObject()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("title", "site.jar configuration")
            .mergeIn(shape(SiteFormat.FILE));
    return schema.put("$defs", new JsonObject().put("substituted", substituted())).encodePrettily()
        + "\n";
  }

  private static JsonObject substituted() {
    return new JsonObject()
        .put("description", "A value that contains ${env:NAME} or ${file:PATH}.")
        .put("type", "string")
        .put("pattern", "\\$\\{(env|file|secret):");
  }

  private static JsonObject shape(Shape shape) {
    if (shape instanceof Scalar scalar) {
      return scalar(scalar);
    }
    if (shape instanceof Nullable nullable) {
      return anyOf(List.of(scalar(nullable.scalar()), new JsonObject().put("type", "null")));
    }
    if (shape instanceof ListOf list) {
      return list(list);
    }
    if (shape instanceof Section section) {
      return section(section);
    }
    if (shape instanceof Named named) {
      return new JsonObject()
          .put("type", "object")
          .put("propertyNames", plain(named.name()))
          .put("additionalProperties", shape(named.value()));
    }
    if (shape instanceof Choice choice) {
      return anyOf(choice.shapes().stream().map(JsonSchema::shape).toList());
    }
    return new JsonObject().put("type", "object");
  }

  /** Where a substitution would not fit the plain form, it is another form. */
  private static JsonObject scalar(Scalar scalar) {
    JsonObject plain = plain(scalar);
    boolean anyText = !plain.containsKey("pattern") && plain.encode().contains("\"string\"");
    return anyText ? plain : anyOf(List.of(plain, new JsonObject(SUBSTITUTED)));
  }

  /** Sorted, so that the text is the same each time. */
  private static JsonObject plain(Scalar scalar) {
    return new JsonObject(new TreeMap<>(scalar.schema()));
  }

  private static JsonObject list(ListOf list) {
    var schema = new JsonObject().put("type", "array").put("items", shape(list.element()));
    return list.least() == 0 ? schema : schema.put("minItems", list.least());
  }

  private static JsonObject section(Section section) {
    var properties = new JsonObject();
    section.keys().forEach(key -> properties.put(key.name(), key(key)));
    var schema = new JsonObject().put("type", "object").put("properties", properties);
    List<String> required =
        section.keys().stream()
            .filter(key -> key.presence() == Presence.REQUIRED)
            .map(Key::name)
            .toList();
    if (!required.isEmpty()) {
      schema.put("required", new JsonArray(required));
    }
    Object others = section.others().<Object>map(named -> shape(named.value())).orElse(false);
    return schema.put("additionalProperties", others);
  }

  private static JsonObject key(Key key) {
    JsonObject schema = shape(key.shape()).put("description", description(key));
    return key.defaults().isEmpty() ? schema : schema.put("default", byDefault(key));
  }

  private static String description(Key key) {
    return key.meaning() + (key.note().isEmpty() ? "" : " Default: " + key.note() + ".");
  }

  private static Object byDefault(Key key) {
    if (key.shape() instanceof ListOf) {
      return new JsonArray(key.defaults());
    }
    String text = key.defaults().get(0);
    return switch (text) {
      case "true", "false" -> Boolean.valueOf(text);
      default -> text.matches("[0-9]+") ? (Object) Integer.valueOf(text) : text;
    };
  }

  private static JsonObject anyOf(List<JsonObject> schemas) {
    return new JsonObject().put("anyOf", new JsonArray(schemas));
  }
}
