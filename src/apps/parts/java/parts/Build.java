package parts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Parts that shall become a computer.
 *
 * @param code its name in addresses
 * @param name what its maker calls it; may be empty
 * @param isPublic whether the start page may show it
 */
public record Build(String code, String name, boolean isPublic, Instant updated, List<Item> items) {
  private static final Set<PartType> NEEDED =
      EnumSet.of(
          PartType.CPU,
          PartType.MotherBoard,
          PartType.PC_Case,
          PartType.Power_Supply,
          PartType.RAM);

  /** So many of one part. */
  public record Item(Part part, int quantity) {
    public long cents() {
      return (long) part.priceCents() * quantity;
    }
  }

  /** One that exists nowhere: to try a combination. */
  public static Build of(Part... parts) {
    return new Build(
        "", "", false, Instant.EPOCH, Stream.of(parts).map(part -> new Item(part, 1)).toList());
  }

  public Optional<Part> one(PartType type) {
    return items(type).stream().map(Item::part).findFirst();
  }

  public List<Item> items(PartType type) {
    return items.stream().filter(item -> item.part().type() == type).toList();
  }

  public long totalCents() {
    return items.stream().mapToLong(Item::cents).sum();
  }

  public String currency() {
    return items.stream().map(item -> item.part().currency()).findFirst().orElse("EUR");
  }

  /** Types a computer cannot be without that are not chosen; of drives either kind will do. */
  public List<PartType> missing() {
    List<PartType> missing =
        new ArrayList<>(NEEDED.stream().filter(type -> items(type).isEmpty()).toList());
    if (items(PartType.SSD).isEmpty() && items(PartType.HDD).isEmpty()) {
      missing.add(PartType.SSD);
    }
    return missing;
  }

  /** With this part: beside others where there may be several, else in place of what was there. */
  public Build with(Part part, int quantity) {
    Stream<Item> kept =
        items.stream()
            .filter(
                item ->
                    part.type().isSeveral()
                        ? item.part().id() != part.id()
                        : item.part().type() != part.type());
    return of(Stream.concat(kept, Stream.of(new Item(part, quantity))).toList());
  }

  private Build of(List<Item> changed) {
    return new Build(code, name, isPublic, updated, changed);
  }
}
