package site.config;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** How a value looks in a message: on one line, not too long. */
final class Shown {
  static final String SECRET = "\"***\"";
  private static final int MAX_LENGTH = 80;

  private Shown() {}

  static String text(String value) {
    var shown = new StringBuilder("\"");
    value
        .codePoints()
        .limit(MAX_LENGTH)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    boolean cut = value.codePointCount(0, value.length()) > MAX_LENGTH;
    return shown.append(cut ? "…\"" : "\"").toString();
  }

  static String text(Substitution.Text text) {
    return text.secret() ? SECRET : text(text.value());
  }

  static String kind(Node node) {
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return node instanceof MappingNode ? "a map" : "a text";
  }
}
