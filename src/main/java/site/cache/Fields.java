package site.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The header fields of a response in their order, names in lower case. */
record Fields(List<Field> all) {

  /** One field line. */
  record Field(String name, String value) {}

  Fields {
    all = List.copyOf(all);
  }

  static Fields of(String... namesAndValues) {
    List<Field> all = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Fields(all);
  }

  boolean contains(String name) {
    return first(name) != null;
  }

  /** The value of the first line of this name, null for none. */
  String first(String name) {
    for (Field field : all) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    return null;
  }

  /** The values of all lines of this name. */
  List<String> values(String name) {
    return all.stream().filter(field -> field.name().equals(name)).map(Field::value).toList();
  }

  /** Without the fields of these names. */
  Fields without(Set<String> names) {
    return filter(name -> !names.contains(name));
  }

  /** Every field that the update names has the update's values; the others stay. */
  Fields updatedBy(Fields update) {
    Set<String> replaced = new HashSet<>();
    update.all.forEach(field -> replaced.add(field.name()));
    List<Field> merged = new ArrayList<>(without(replaced).all);
    merged.addAll(update.all);
    return new Fields(merged);
  }

  /** The same number of each name, and the same values. */
  boolean sameIn(Fields other, String name) {
    return values(name).equals(other.values(name));
  }

  Fields filter(Predicate<String> names) {
    return new Fields(all.stream().filter(field -> names.test(field.name())).toList());
  }

  /** Roughly what they take in memory. */
  int weight() {
    return all.stream().mapToInt(f -> f.name().length() + f.value().length() + 64).sum();
  }

  Map<String, List<String>> byName() {
    Map<String, List<String>> named = new HashMap<>();
    all.forEach(f -> named.computeIfAbsent(f.name(), n -> new ArrayList<>()).add(f.value()));
    return named;
  }
}
