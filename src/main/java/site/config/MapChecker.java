package site.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import site.config.Shape.Named;
import site.config.Shape.Section;

/** Checks maps: keys we know and names the operator chose, each at most once. */
final class MapChecker {
  private final Checker checker;
  private final Problems problems;

  MapChecker(Checker checker, Problems problems) {
    this.checker = checker;
    this.problems = problems;
  }

  ConfigNode section(MappingNode node, Section shape, Spot spot) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (Entry entry : entries(node, spot)) {
      Optional<Key> key = shape.key(entry.name);
      if (key.isPresent()) {
        entries.put(entry.name, known(entry, key.get()));
      } else if (shape.others().isPresent() && entry.value instanceof ScalarNode) {
        named(entry, shape.others().get(), entries);
      } else {
        entries.put(entry.name, unknown(entry, shape));
      }
    }
    complete(shape, spot, entries);
    return ConfigNode.map(spot, shape, entries);
  }

  ConfigNode named(MappingNode node, Named shape, Spot spot) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (Entry entry : entries(node, spot)) {
      named(entry, shape, entries);
    }
    return ConfigNode.map(spot, shape, entries);
  }

  /** A section of which nothing is written. */
  ConfigNode defaults(Section shape, Spot spot) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    complete(shape, spot, entries);
    return ConfigNode.map(spot, shape, entries);
  }

  private void complete(Section shape, Spot spot, Map<String, ConfigNode> entries) {
    for (Key key : shape.keys()) {
      if (!entries.containsKey(key.name())) {
        checker
            .absent(key, spot.key(key.name(), spot.place()))
            .ifPresent(node -> entries.put(key.name(), node.byDefault()));
      }
    }
  }

  private ConfigNode known(Entry entry, Key key) {
    return checker.check(entry.value, key.shape(), entry.spot.at(Place.of(entry.value)));
  }

  private void named(Entry entry, Named shape, Map<String, ConfigNode> entries) {
    ConfigNode name = checker.name(entry.name, shape.name(), entry.spot);
    ConfigNode value =
        checker.check(entry.value, shape.value(), entry.spot.at(Place.of(entry.value)));
    if (name.isValid() && entries.putIfAbsent(name.as(String.class), value) != null) {
      problems.error(entry.spot, "written twice, in another spelling");
    }
  }

  private ConfigNode unknown(Entry entry, Section shape) {
    List<String> known = shape.keys().stream().map(Key::name).toList();
    problems.error(entry.spot, "unknown key", DidYouMean.nearest(entry.name, known));
    return ConfigNode.refused(entry.spot, shape);
  }

  /** A key as it was written, and where. */
  private record Entry(String name, Spot spot, Node value) {}

  private List<Entry> entries(MappingNode node, Spot spot) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, Place> first = new HashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Place place = Place.of(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(spot.at(place), Shown.node(tuple.getKeyNode()), "expected a text as key");
        continue;
      }
      var entry = new Entry(key.getValue(), spot.key(key.getValue(), place), tuple.getValueNode());
      Place earlier = first.putIfAbsent(entry.name, place);
      if (earlier == null) {
        entries.put(entry.name, entry);
      } else {
        problems.error(entry.spot, "written twice, the first time at " + earlier);
      }
    }
    return List.copyOf(entries.values());
  }
}
