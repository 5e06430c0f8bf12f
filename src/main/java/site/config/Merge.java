package site.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import site.config.Shape.Named;
import site.config.Shape.Section;

/**
 * Makes one map of those of several files. What it cannot merge it leaves standing twice, for the
 * checker to complain about.
 */
final class Merge {
  private Merge() {}

  /** The maps in one; at least one is needed. */
  static MappingNode merge(List<MappingNode> maps, Section shape) {
    Map<String, NodeTuple> merged = new LinkedHashMap<>();
    List<NodeTuple> clashing = new ArrayList<>();
    for (MappingNode map : maps) {
      for (NodeTuple entry : map.getValue()) {
        String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
        Optional<NodeTuple> together =
            Optional.ofNullable(merged.get(name))
                .flatMap(earlier -> shape.key(name).flatMap(key -> together(earlier, entry, key)));
        if (!merged.containsKey(name) || together.isPresent()) {
          merged.put(name, together.orElse(entry));
        } else {
          clashing.add(entry);
        }
      }
    }
    List<NodeTuple> all = new ArrayList<>(merged.values());
    all.addAll(clashing);
    return like(maps.get(0), all);
  }

  static MappingNode like(MappingNode map, List<NodeTuple> entries) {
    return new MappingNode(
        map.getTag(), true, entries, map.getFlowStyle(), map.getStartMark(), map.getEndMark());
  }

  private static Optional<NodeTuple> together(NodeTuple earlier, NodeTuple later, Key key) {
    boolean sameFile =
        Place.of(earlier.getKeyNode()).file().equals(Place.of(later.getKeyNode()).file());
    return sameFile
        ? Optional.empty()
        : together(earlier.getValueNode(), later.getValueNode(), key)
            .map(value -> new NodeTuple(earlier.getKeyNode(), value));
  }

  private static Optional<Node> together(Node earlier, Node later, Key key) {
    if (earlier instanceof MappingNode a && later instanceof MappingNode b) {
      return together(a, b, key.shape());
    }
    if (earlier instanceof SequenceNode a && later instanceof SequenceNode b && key.appends()) {
      List<Node> items = new ArrayList<>(a.getValue());
      items.addAll(b.getValue());
      return Optional.of(
          new SequenceNode(
              a.getTag(), true, items, a.getFlowStyle(), a.getStartMark(), a.getEndMark()));
    }
    return Optional.empty();
  }

  private static Optional<Node> together(MappingNode a, MappingNode b, Shape shape) {
    if (shape instanceof Section section) {
      return Optional.of(merge(List.of(a, b), section));
    }
    if (shape instanceof Named) {
      List<NodeTuple> entries = new ArrayList<>(a.getValue());
      entries.addAll(b.getValue());
      return Optional.of(like(a, entries));
    }
    return Optional.empty();
  }
}
