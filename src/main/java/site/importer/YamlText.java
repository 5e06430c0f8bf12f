package site.importer;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** Writes a configuration as people would: small maps and lists on one line. */
final class YamlText {
  private static final int ONE_LINE = 72;

  private YamlText() {}

  static String of(Map<String, Object> tree) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDefaultScalarStyle(ScalarStyle.PLAIN)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setIndent(2)
            .setWidth(120)
            .build();
    return new Dump(settings, new Compact(settings)).dumpToString(tree);
  }

  /** Chooses the flow style for every collection that fits on a line, the outermost excepted. */
  private static final class Compact extends StandardRepresenter {
    Compact(DumpSettings settings) {
      super(settings);
    }

    @Override
    public Node represent(Object data) {
      Node root = super.represent(data);
      ((MappingNode) root).getValue().forEach(entry -> compact(entry.getValueNode()));
      return root;
    }

    private static void compact(Node node) {
      if (!(node instanceof CollectionNode<?> collection)) {
        return;
      }
      collection.setFlowStyle(width(node) <= ONE_LINE ? FlowStyle.FLOW : FlowStyle.BLOCK);
      if (node instanceof SequenceNode list) {
        list.getValue().forEach(Compact::compact);
      } else if (node instanceof MappingNode map) {
        map.getValue().forEach(entry -> compact(entry.getValueNode()));
      }
    }

    private static int width(Node node) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue().length();
      }
      return 4
          + (node instanceof SequenceNode list
              ? list.getValue().stream().mapToInt(item -> width(item) + 2).sum()
              : ((MappingNode) node).getValue().stream().mapToInt(Compact::width).sum());
    }

    private static int width(NodeTuple entry) {
      return width(entry.getKeyNode()) + width(entry.getValueNode()) + 4;
    }
  }
}
