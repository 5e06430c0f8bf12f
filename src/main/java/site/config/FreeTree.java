package site.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * Reads what is not ours to know: maps, lists, strings, longs, doubles, booleans and nulls, typed
 * as YAML 1.2's core schema types them. A plain value gets its type after substitution; a secret is
 * always a string.
 */
final class FreeTree {
  private static final CoreScalarResolver TYPES = new CoreScalarResolver(false);

  private final Substitution substitution;
  private final Problems problems;

  FreeTree(Substitution substitution, Problems problems) {
    this.substitution = substitution;
    this.problems = problems;
  }

  Object read(Node node, Spot spot) {
    if (!Checker.isNull(node) && !Checker.hasPlainTag(node)) {
      problems.error(spot, Shown.text(node.getTag().getValue()), "expected no tag");
      return null;
    }
    if (node instanceof MappingNode map) {
      return map(map, spot);
    }
    if (node instanceof SequenceNode list) {
      return list(list, spot);
    }
    return scalar((ScalarNode) node, spot);
  }

  private Map<String, Object> map(MappingNode node, Spot spot) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      Place place = Place.of(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.error(spot.at(place), "a key", "expected a text");
        continue;
      }
      Spot at = spot.key(key.getValue(), place);
      if (map.containsKey(key.getValue())) {
        problems.error(at, "written twice");
      }
      map.put(key.getValue(), read(entry.getValueNode(), at.at(Place.of(entry.getValueNode()))));
    }
    return Collections.unmodifiableMap(map);
  }

  private List<Object> list(SequenceNode node, Spot spot) {
    List<Object> list = new ArrayList<>();
    for (Node item : node.getValue()) {
      list.add(read(item, spot.item(list.size(), Place.of(item))));
    }
    return Collections.unmodifiableList(list);
  }

  private Object scalar(ScalarNode node, Spot spot) {
    return substitution
        .apply(node.getValue(), spot)
        .map(text -> typed(text, node.isPlain(), spot))
        .orElse(null);
  }

  private Object typed(Substitution.Text text, boolean plain, Spot spot) {
    // a password of digits only is none the less a text
    boolean guessed = plain && text.origin() != Substitution.Origin.SECRET;
    Tag tag = TYPES.resolve(text.value(), guessed);
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text.value());
    }
    if (tag.equals(Tag.INT)) {
      return integer(text, spot);
    }
    return tag.equals(Tag.FLOAT) ? number(text.value()) : text.value();
  }

  private Object integer(Substitution.Text text, Spot spot) {
    String value = text.value();
    try {
      if (value.startsWith("0x")) {
        return Long.valueOf(value.substring(2), 16);
      }
      return value.startsWith("0o") ? Long.valueOf(value.substring(2), 8) : Long.valueOf(value);
    } catch (NumberFormatException e) {
      problems.error(spot, Shown.text(text), "expected a number that fits 64 bits, or quotes");
      return null;
    }
  }

  private static Double number(String value) {
    if (value.toLowerCase(Locale.ROOT).endsWith(".nan")) {
      return Double.NaN;
    }
    if (value.toLowerCase(Locale.ROOT).endsWith(".inf")) {
      return value.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.valueOf(value);
  }
}
