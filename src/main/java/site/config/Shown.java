package site.config;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** How a value looks in a message: on one line, not too long. */
final class Shown {
  static final String SECRET = "\"***\"";
  private static final int MAX_LENGTH = 80;

  private Shown() {}

  static String text(String value) {
    return '"' + plain(value) + '"';
  }

  static String plain(String value) {
    var shown = new StringBuilder();
    value
        .codePoints()
        .limit(MAX_LENGTH)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    boolean cut = value.codePointCount(0, value.length()) > MAX_LENGTH;
    return cut ? shown.append('…').toString() : shown.toString();
  }

  static String text(Substitution.Text text) {
    return text.secret() ? SECRET : text(text.value());
  }

  static String node(Node node) {
    if (node instanceof ScalarNode scalar) {
      return text(scalar.getValue());
    }
    return node instanceof SequenceNode ? "a list" : "a map";
  }
}
