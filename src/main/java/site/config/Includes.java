package site.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a file and all it includes, the including one first. Knows of one key only. */
final class Includes {
  private static final int MAX_FILES = 1000;

  private final YamlFile yaml;
  private final Checker checker;
  private final Problems problems;
  private final Function<Path, String> label;
  private final Map<Path, Spot> seen = new HashMap<>();
  private final Deque<Path> open = new ArrayDeque<>();
  private final List<MappingNode> maps = new ArrayList<>();

  Includes(Checker checker, Problems problems, Function<Path, String> label) {
    this.yaml = new YamlFile(problems);
    this.checker = checker;
    this.problems = problems;
    this.label = label;
  }

  /** The maps of all files, without {@code include}; none of those that could not be read. */
  List<MappingNode> read(Path file) {
    read(file, whole(file));
    return List.copyOf(maps);
  }

  private void read(Path file, Spot asker) {
    Path real = real(file);
    Spot earlier = seen.putIfAbsent(real, asker);
    if (open.contains(real)) {
      problems.error(asker, Shown.text(label.apply(file)), "includes itself");
    } else if (earlier != null) {
      problems.error(
          asker, Shown.text(label.apply(file)), "read already, because of " + earlier.place());
    } else if (seen.size() > MAX_FILES) {
      problems.error(asker, "more than " + MAX_FILES + " files");
    } else {
      open.push(real);
      yaml.read(file, label.apply(file), whole(file)).ifPresent(root -> root(root, file));
      open.pop();
    }
  }

  private void root(Node root, Path file) {
    if (Checker.isNull(root)) {
      return;
    }
    if (!(root instanceof MappingNode map)) {
      problems.error(new Spot(Place.of(root), ""), Shown.node(root), "expected a map of keys");
      return;
    }
    List<NodeTuple> others = new ArrayList<>();
    List<NodeTuple> includes = new ArrayList<>();
    map.getValue().forEach(entry -> (isInclude(entry) ? includes : others).add(entry));
    maps.add(Merge.like(map, others));
    includes.forEach(entry -> include(entry, file));
    if (includes.size() > 1) {
      Node second = includes.get(1).getKeyNode();
      problems.error(new Spot(Place.of(second), "include"), "written twice");
    }
  }

  private void include(NodeTuple entry, Path file) {
    Node value = entry.getValueNode();
    var spot = new Spot(Place.of(value), "include");
    for (ConfigNode pattern : checker.check(value, SiteFormat.INCLUDE, spot).items()) {
      include(pattern, file.resolveSibling(""));
    }
  }

  private void include(ConfigNode pattern, Path directory) {
    try {
      String text = pattern.as(String.class);
      List<Path> files = Glob.files(directory, text);
      if (files.isEmpty() && !Glob.isPattern(text)) {
        problems.error(pattern.spot(), pattern.shown(), "no such file");
      }
      files.forEach(file -> read(file, pattern.spot()));
    } catch (InvalidPathException | PatternSyntaxException e) {
      problems.error(pattern.spot(), pattern.shown(), "expected a file or a pattern");
    }
  }

  private static boolean isInclude(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("include");
  }

  private Spot whole(Path file) {
    return new Spot(Place.whole(label.apply(file)), "");
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }
}
