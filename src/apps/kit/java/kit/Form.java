package kit;

import io.vertx.core.MultiMap;
import java.text.Normalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody typed, made tidy: trimmed, composed (NFC), without control characters. Keeps it for
 * the page that shows it again, with an error for each field that was wrong. Unknown fields are
 * there and nobody asks for them.
 */
public final class Form {
  /** A field and what is wrong with it. */
  public record Problem(String key, List<Object> arguments) {}

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  private Form() {}

  public static Form empty() {
    return new Form();
  }

  /** Of a field sent twice the first counts. Fails with 400 at a control character. */
  public static Form of(MultiMap fields) {
    Form form = new Form();
    fields.forEach((name, value) -> form.values.putIfAbsent(name, tidy(value)));
    return form;
  }

  /** In place of what was typed: for the first time a form is shown. */
  public Form with(String field, String value) {
    values.put(field, value);
    return this;
  }

  /** What was typed, in one line; empty when nothing was. */
  public String text(String field) {
    return values.getOrDefault(field, "").replaceAll("\\s+", " ");
  }

  /** What was typed, with its lines. */
  public String lines(String field) {
    return values.getOrDefault(field, "");
  }

  public boolean isChecked(String field) {
    return values.containsKey(field);
  }

  /** The first thing that is wrong with a field is the one to be told. */
  public void wrong(String field, String key, Object... arguments) {
    problems.putIfAbsent(field, new Problem(key, List.of(arguments)));
  }

  public boolean isRight() {
    return problems.isEmpty();
  }

  public Map<String, Problem> problems() {
    return Collections.unmodifiableMap(problems);
  }

  private static String tidy(String typed) {
    String lines = typed.replace("\r\n", "\n");
    if (lines.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      throw new Failure(400, "a control character in a form");
    }
    return Normalizer.normalize(lines, Normalizer.Form.NFC).strip();
  }
}
