package parts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All parts at one moment. The version changes with any of them. */
public final class Catalogue {
  static final Comparator<Part> BY_NAME =
      Comparator.comparing(Part::fullName, String.CASE_INSENSITIVE_ORDER).thenComparing(Part::id);

  private final long version;
  private final List<Part> all;
  private final List<Part> offered;
  private final List<String> brands;
  private final Map<PartType, List<Part>> byType = new EnumMap<>(PartType.class);
  private final Map<String, List<String>> values = new ConcurrentHashMap<>();

  Catalogue(long version, List<Part> parts) {
    this.version = version;
    this.all =
        parts.stream().sorted(Comparator.comparing(Part::type).thenComparing(BY_NAME)).toList();
    this.offered = all.stream().filter(part -> !part.hidden()).toList();
    this.brands = offered.stream().map(Part::brand).distinct().sorted().toList();
    offered.forEach(part -> byType.computeIfAbsent(part.type(), t -> new ArrayList<>()).add(part));
  }

  long version() {
    return version;
  }

  /** Hidden ones as well. */
  List<Part> all() {
    return all;
  }

  /** What is offered. */
  public List<Part> offered() {
    return offered;
  }

  public List<Part> offered(PartType type) {
    return Collections.unmodifiableList(byType.getOrDefault(type, List.of()));
  }

  public Map<PartType, Integer> counts() {
    Map<PartType, Integer> counts = new EnumMap<>(PartType.class);
    byType.forEach((type, parts) -> counts.put(type, parts.size()));
    return counts;
  }

  public List<String> brands() {
    return brands;
  }

  /** The values of one key of the data sheets. */
  public List<String> values(String key) {
    return values.computeIfAbsent(key, this::collect);
  }

  private List<String> collect(String key) {
    return offered.stream()
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
