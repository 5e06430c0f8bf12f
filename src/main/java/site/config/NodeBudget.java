package site.config;

import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Refuses YAML whose aliases unfold to a tree nobody would write out, or to an endless one. */
final class NodeBudget {
  private static final int MAX_NODES = 200_000;

  private int seen;

  static void check(Node root) {
    new NodeBudget().count(root, 0);
  }

  private void count(Node node, int depth) {
    if (node.isRecursive()) {
      throw refused("an alias that contains itself", node);
    }
    if (depth > BoundedParser.MAX_DEPTH) {
      throw refused("nested deeper than " + BoundedParser.MAX_DEPTH + " levels", node);
    }
    seen++;
    if (seen > MAX_NODES) {
      throw refused("more than " + MAX_NODES + " values when aliases are unfolded", node);
    }
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> count(item, depth + 1));
    } else if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        count(entry.getKeyNode(), depth + 1);
        count(entry.getValueNode(), depth + 1);
      }
    }
  }

  private static ComposerException refused(String what, Node node) {
    return new ComposerException(what, node.getStartMark());
  }
}
