package parts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What can be chosen for a build, type by type, with the rules that speak against it. */
public record Choices(boolean all, Map<PartType, List<Choice>> byType) {
  /** A part and the rules it would break. */
  public record Choice(Part part, List<String> against) {
    public boolean fits() {
      return against.isEmpty();
    }
  }

  /**
   * @param all whether those that do not fit are there as well
   */
  static Choices of(Catalogue catalogue, Build build, boolean all) {
    Map<PartType, List<Choice>> byType = new EnumMap<>(PartType.class);
    for (PartType type : PartType.values()) {
      List<Choice> choices = new ArrayList<>();
      for (Part part : catalogue.offered(type)) {
        Choice choice = new Choice(part, Rules.against(part, build));
        boolean chosen = build.items(type).stream().anyMatch(item -> item.part().id() == part.id());
        if (all || choice.fits() || chosen) {
          choices.add(choice);
        }
      }
      byType.put(type, choices);
    }
    return new Choices(all, byType);
  }

  public List<Choice> of(PartType type) {
    return byType.get(type);
  }
}
