package site.importer.python;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import site.importer.Leftover;

/** Settings in the order of their file, of which those nobody asked for are left over. */
final class Settings {
  private final List<Setting> all = new ArrayList<>();
  private final Set<Setting> used = new HashSet<>();
  private final List<Leftover> leftovers = new ArrayList<>();

  void add(Setting setting) {
    all.add(setting);
  }

  void addAll(Settings others) {
    all.addAll(others.all);
    leftovers.addAll(others.leftovers);
  }

  /** All with one of these names. */
  List<Setting> all(String... names) {
    List<Setting> found =
        all.stream().filter(setting -> List.of(names).contains(setting.name())).toList();
    used.addAll(found);
    return found;
  }

  /** The last one, which is the one that counts. */
  Optional<Setting> find(String... names) {
    return all(names).stream().reduce((first, last) -> last);
  }

  void note(Setting setting, String advice) {
    used.add(setting);
    leftovers.add(new Leftover(setting.place(), setting.shown(), advice));
  }

  void note(Leftover leftover) {
    leftovers.add(leftover);
  }

  boolean isEmpty() {
    return all.isEmpty() && leftovers.isEmpty();
  }

  List<Leftover> leftovers() {
    all.stream()
        .filter(setting -> !used.contains(setting))
        .forEach(s -> Advice.on(s.name()).ifPresent(advice -> note(s, advice)));
    return List.copyOf(leftovers);
  }
}
