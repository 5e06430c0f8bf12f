package site.importer;

import java.util.List;
import java.util.Map;

/**
 * An old configuration in our words.
 *
 * @param configuration the tree of our file, in the order it shall be written
 * @param leftovers what was not carried over, in the order of the old files
 */
public record Imported(Map<String, Object> configuration, List<Leftover> leftovers) {
  /** The text of {@code site.yaml}. */
  public String yaml() {
    return YamlText.of(configuration);
  }
}
