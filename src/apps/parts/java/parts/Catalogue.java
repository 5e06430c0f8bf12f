package parts;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All parts at one moment. The version changes with any of them. */
public record Catalogue(long version, List<Part> all) {
  static final Comparator<Part> BY_NAME =
      Comparator.comparing(Part::fullName, String.CASE_INSENSITIVE_ORDER).thenComparing(Part::id);

  public Catalogue {
    all = all.stream().sorted(Comparator.comparing(Part::type).thenComparing(BY_NAME)).toList();
  }

  /** What is offered. */
  public List<Part> offered() {
    return all.stream().filter(part -> !part.hidden()).toList();
  }

  public List<Part> offered(PartType type) {
    return offered().stream().filter(part -> part.type() == type).toList();
  }

  public Map<PartType, Integer> counts() {
    Map<PartType, Integer> counts = new EnumMap<>(PartType.class);
    offered().forEach(part -> counts.merge(part.type(), 1, Integer::sum));
    return counts;
  }

  public List<String> brands() {
    return offered().stream().map(Part::brand).distinct().sorted().toList();
  }

  /** The values of one key of the data sheets. */
  public List<String> values(String key) {
    return offered().stream()
        .map(part -> part.specs().word(key))
        .filter(word -> !word.isEmpty() && !word.contains(","))
        .distinct()
        .sorted()
        .toList();
  }

  /** Hidden ones as well. */
  public Optional<Part> part(String slug) {
    return all.stream().filter(part -> part.slug().equals(slug)).findFirst();
  }

  Optional<Part> part(int id) {
    return all.stream().filter(part -> part.id() == id).findFirst();
  }
}
