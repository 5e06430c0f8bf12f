package site.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import site.config.Shape.Choice;
import site.config.Shape.Free;
import site.config.Shape.ListOf;
import site.config.Shape.Named;
import site.config.Shape.Nullable;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** Compares what was written with the shape it should have. Sees one value at a time. */
final class Checker {
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.MAP, Tag.SEQ);

  private final Path home;
  private final Substitution substitution;
  private final Problems problems;
  private final MapChecker maps;

  Checker(Path home, Substitution substitution, Problems problems) {
    this.home = home;
    this.substitution = substitution;
    this.problems = problems;
    this.maps = new MapChecker(this, problems);
  }

  ConfigNode check(Node node, Shape shape, Spot spot) {
    if (isNull(node)) {
      return nothing(shape, spot);
    }
    if (!hasPlainTag(node)) {
      problems.error(spot, Shown.text(node.getTag().getValue()), "expected no tag");
      return ConfigNode.refused(spot, shape);
    }
    Optional<Shape> fitting = fitting(node, shape);
    if (fitting.isEmpty()) {
      problems.error(spot, Shown.node(node), "expected " + shape.expectation());
      return ConfigNode.refused(spot, shape);
    }
    return checkFitting(node, fitting.get(), spot);
  }

  /** A map in which no key is written. */
  ConfigNode nothingWritten(Section shape, Spot spot) {
    return maps.defaults(shape, spot);
  }

  private ConfigNode checkFitting(Node node, Shape shape, Spot spot) {
    if (shape instanceof Scalar scalar) {
      return scalar(((ScalarNode) node).getValue(), scalar, spot);
    }
    if (shape instanceof Nullable nullable) {
      return nullable(check(node, nullable.scalar(), spot), nullable);
    }
    if (shape instanceof ListOf list) {
      return list((SequenceNode) node, list, spot);
    }
    if (shape instanceof Section section) {
      return maps.section((MappingNode) node, section, spot);
    }
    if (shape instanceof Named named) {
      return maps.named((MappingNode) node, named, spot);
    }
    Object tree = new FreeTree(substitution, problems).read(node, spot);
    return ConfigNode.scalar(spot, shape, tree, "a map");
  }

  /** What stands at a key nobody wrote; absent when nothing does. */
  Optional<ConfigNode> absent(Key key, Spot spot) {
    return switch (key.presence()) {
      case REQUIRED -> missing(key, spot);
      case ALWAYS -> Optional.of(nothingWritten((Section) key.shape(), spot));
      case OPTIONAL ->
          key.defaults().isEmpty() ? Optional.empty() : Optional.of(byDefault(key, spot));
    };
  }

  private Optional<ConfigNode> missing(Key key, Spot spot) {
    problems.error(spot, "missing (expected " + key.shape().expectation() + ")");
    return Optional.of(ConfigNode.refused(spot, key.shape()));
  }

  private ConfigNode byDefault(Key key, Spot spot) {
    if (key.shape() instanceof ListOf list) {
      Scalar element = plain(list.element());
      return ConfigNode.list(
          spot, list, key.defaults().stream().map(text -> scalar(text, element, spot)).toList());
    }
    return scalar(key.defaults().get(0), plain(key.shape()), spot);
  }

  /** What a text is where there is a choice. */
  private static Scalar plain(Shape shape) {
    return (Scalar) (shape instanceof Choice choice ? choice.shapes().get(0) : shape);
  }

  /** A key that the operator chose; keys are taken as they stand. */
  ConfigNode name(String raw, Scalar shape, Spot spot) {
    return read(new Substitution.Text(raw, Substitution.Origin.WRITTEN), shape, spot);
  }

  private ConfigNode scalar(String raw, Scalar shape, Spot spot) {
    String reference = shape.equals(Scalars.VARIABLE) ? "${env:" + raw + "}" : raw;
    return substitution
        .apply(reference, spot)
        .map(text -> read(text, shape, spot))
        .orElseGet(() -> ConfigNode.refused(spot, shape));
  }

  private ConfigNode read(Substitution.Text text, Scalar shape, Spot spot) {
    String shown = Shown.text(text);
    Reading reading = shape.parser().read(text.value(), home);
    if (reading instanceof Reading.Value understood) {
      return ConfigNode.scalar(spot, shape, understood.value(), shown);
    }
    if (reading instanceof Reading.Wrong wrong) {
      refuse(text.secret() ? Reading.WRONG : wrong, shown, shape, spot);
    }
    return ConfigNode.refused(spot, shape);
  }

  private void refuse(Reading.Wrong wrong, String shown, Scalar shape, Spot spot) {
    String expectation = wrong.expectation().isEmpty() ? shape.expectation() : wrong.expectation();
    Optional<String> meant = Optional.of(wrong.suggestion()).filter(word -> !word.isEmpty());
    problems.error(spot, shown, "expected " + expectation, meant);
  }

  private ConfigNode list(SequenceNode node, ListOf shape, Spot spot) {
    List<ConfigNode> items = new ArrayList<>();
    Map<String, Integer> perFile = new LinkedHashMap<>();
    for (Node item : node.getValue()) {
      Place place = Place.of(item);
      // A list may be gathered from several files; people count within the one they look at.
      int index = perFile.merge(place.file(), 1, Integer::sum) - 1;
      items.add(check(item, shape.element(), spot.item(index, place)));
    }
    if (items.size() < shape.least()) {
      problems.error(spot, "an empty list", "expected " + shape.expectation());
      return ConfigNode.refused(spot, shape);
    }
    return ConfigNode.list(spot, shape, items);
  }

  private ConfigNode nothing(Shape shape, Spot spot) {
    if (shape instanceof Nullable) {
      return ConfigNode.scalar(spot, shape, Optional.empty(), "null");
    }
    problems.error(spot, "nothing", "expected " + shape.expectation());
    return ConfigNode.refused(spot, shape);
  }

  private static ConfigNode nullable(ConfigNode text, Nullable shape) {
    return text.isValid()
        ? ConfigNode.scalar(text.spot(), shape, Optional.of(text.as(Object.class)), text.shown())
        : text;
  }

  private static Optional<Shape> fitting(Node node, Shape shape) {
    return shape instanceof Choice choice
        ? choice.shapes().stream().filter(one -> fits(node, one)).findFirst()
        : Optional.of(shape).filter(one -> fits(node, one));
  }

  private static boolean fits(Node node, Shape shape) {
    if (node instanceof ScalarNode) {
      return shape instanceof Scalar || shape instanceof Nullable;
    }
    return node instanceof SequenceNode
        ? shape instanceof ListOf
        : shape instanceof Section || shape instanceof Named || shape instanceof Free;
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** Tags such as {@code !!binary} would change what a value means; we know none. */
  static boolean hasPlainTag(Node node) {
    return PLAIN.contains(node.getTag());
  }
}
