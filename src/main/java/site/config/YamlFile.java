package site.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns one file into YAML nodes that know their places. Knows nothing of our keys. */
final class YamlFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_ALIASES = 50;

  private final Problems problems;

  YamlFile(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param label what the file is called in problems
   * @param asker where a problem stands that concerns the file as a whole
   * @return empty when the file is empty, or when there are problems
   */
  Optional<Node> read(Path file, String label, Spot asker) {
    problems.reading(label);
    try {
      Optional<String> text = TextFile.read(file, MAX_BYTES);
      if (text.isEmpty()) {
        problems.error(asker, "larger than 1 MiB");
      }
      return text.flatMap(all -> compose(all, label));
    } catch (NoSuchFileException e) {
      problems.error(asker, "no such file");
    } catch (AccessDeniedException e) {
      problems.error(asker, "may not be read by this user");
    } catch (CharacterCodingException e) {
      problems.error(asker, "is not UTF-8");
    } catch (IOException e) {
      problems.error(asker, "cannot be read: " + FileProblem.reason(e));
    }
    return Optional.empty();
  }

  Optional<Node> compose(String text, String label) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(label)
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(MAX_BYTES)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      var parser = new BoundedParser(new ParserImpl(settings, new StreamReader(settings, text)));
      Optional<Node> root = new Composer(settings, parser).getSingleNode();
      root.ifPresent(NodeBudget::check);
      return root;
    } catch (MarkedYamlEngineException e) {
      problems.error(new Spot(place(e, label), ""), "not YAML: " + oneLine(e));
    } catch (ReaderException e) {
      problems.error(
          new Spot(place(text, e.getPosition(), label), ""),
          "not YAML: a character that may not be written here");
    } catch (YamlEngineException e) {
      problems.error(new Spot(Place.whole(label), ""), "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Place place(MarkedYamlEngineException e, String label) {
    return e.getProblemMark().or(e::getContextMark).map(Place::of).orElse(Place.whole(label));
  }

  private static Place place(String text, int position, String label) {
    String before =
        text.substring(
            0,
            text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return new Place(label, line + 1, before.length() - before.lastIndexOf('\n'));
  }

  private static String oneLine(MarkedYamlEngineException e) {
    boolean alone = e.getContext() == null || e.getContext().isBlank();
    String context = alone ? "" : e.getContext() + ", ";
    return (context + e.getProblem()).replace('\n', ' ');
  }
}
