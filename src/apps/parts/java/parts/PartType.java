package parts;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a part is, by the names the catalogue has always used, and how many a computer takes. */
public enum PartType {
  CPU,
  GPU,
  MotherBoard,
  PC_Case,
  Power_Supply,
  RAM,
  SSD,
  HDD;

  private static final Set<PartType> SEVERAL = Set.of(RAM, SSD, HDD);

  /** Whether a computer can have different ones, and more than one of each. */
  public boolean isSeveral() {
    return SEVERAL.contains(this);
  }

  /** Begins the keys of its texts. */
  public String key() {
    return "type." + name();
  }

  public String image() {
    return "images/" + name().toLowerCase(java.util.Locale.ROOT) + ".svg";
  }

  static Optional<PartType> of(String name) {
    return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
