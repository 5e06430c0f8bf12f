package parts;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A whole list of parts, as JSON or CSV. It is taken as a whole or not at all.
 *
 * @param errors what is wrong, by line of the CSV or place in the JSON; empty when all is right
 */
public record Import(List<Draft> drafts, List<Fault> errors) {
  /** What is wrong with one line; fields are names of columns, none when it cannot be read. */
  public record Fault(int line, List<String> fields) {}

  static final List<String> COLUMNS =
      List.of(
          "slug", "type", "brand", "name", "sub_category", "price", "rating", "hidden", "specs");

  private static final int MOST = 5000;

  static Import of(String text) {
    try {
      return text.startsWith("[") ? ofJson(new JsonArray(text)) : ofCsv(Csv.read(text));
    } catch (DecodeException | IllegalArgumentException | ClassCastException unreadable) {
      return new Import(List.of(), List.of(new Fault(1, List.of())));
    }
  }

  static String csv(List<Part> parts) {
    StringBuilder csv = new StringBuilder(Csv.line(COLUMNS));
    for (Part part : parts) {
      JsonObject json = Draft.of(part).json();
      csv.append(Csv.line(COLUMNS.stream().map(column -> cell(json.getValue(column))).toList()));
    }
    return csv.toString();
  }

  private static Object cell(Object value) {
    return value instanceof JsonObject specs ? specs.encode() : value;
  }

  private static Import ofJson(JsonArray array) {
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      objects.add(array.getJsonObject(i));
    }
    return of(objects, 1);
  }

  private static Import ofCsv(List<List<String>> records) {
    List<String> head = records.isEmpty() ? List.of() : records.get(0);
    if (!head.containsAll(List.of("type", "brand", "name", "price", "specs"))) {
      return new Import(List.of(), List.of(new Fault(1, List.of())));
    }
    return of(records.stream().skip(1).map(record -> object(head, record)).toList(), 2);
  }

  private static JsonObject object(List<String> head, List<String> record) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < Math.min(head.size(), record.size()); i++) {
      String cell = record.get(i);
      object.put(head.get(i), head.get(i).equals("specs") ? new JsonObject(cell) : cell);
    }
    return object;
  }

  private static Import of(List<JsonObject> objects, int firstLine) {
    List<Draft> drafts = objects.stream().limit(MOST).map(Draft::of).toList();
    List<Fault> errors = new ArrayList<>();
    Set<String> slugs = new HashSet<>();
    for (int i = 0; i < drafts.size(); i++) {
      List<String> wrong = new ArrayList<>(drafts.get(i).problems());
      if (!slugs.add(drafts.get(i).slug())) {
        wrong.add("slug");
      }
      if (!wrong.isEmpty()) {
        errors.add(new Fault(firstLine + i, wrong));
      }
    }
    return new Import(drafts, errors);
  }
}
