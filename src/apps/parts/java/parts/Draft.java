package parts;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A part as somebody wants it to be, before it is one: typed, imported, or shipped with the app.
 */
public record Draft(
    String slug,
    Optional<PartType> type,
    String brand,
    String name,
    String subCategory,
    Optional<Integer> priceCents,
    Optional<Integer> ratingTimes2,
    boolean hidden,
    Specs specs) {
  static final String CATEGORY = "Computers";
  static final String CURRENCY = "EUR";

  private static final int LONGEST_NAME = 150;

  /** What each sheet must say, as the rules ask for it. */
  private static final Map<PartType, List<String>> NEEDED =
      Map.of(
          PartType.CPU, List.of("socket", "tdp_w", "igpu", "mem"),
          PartType.GPU, List.of("length_mm", "power_w", "pins"),
          PartType.MotherBoard,
              List.of(
                  "socket", "form", "mem", "mem_slots", "mem_max_gb", "mem_max_mt", "m2", "sata"),
          PartType.PC_Case, List.of("forms", "gpu_max_mm", "psu_form", "bays35", "bays25"),
          PartType.RAM, List.of("mem", "modules", "gb_each", "mt"),
          PartType.HDD, List.of("tb", "form"),
          PartType.SSD, List.of("form", "gb"),
          PartType.Power_Supply, List.of("watt", "form", "pins8", "pins16"));

  static Draft of(JsonObject json) {
    String brand = text(json, "brand");
    String name = text(json, "name");
    return new Draft(
        text(json, "slug").isEmpty() ? slug(brand + " " + name) : text(json, "slug"),
        PartType.of(text(json, "type")),
        brand,
        name,
        text(json, "sub_category").isEmpty() ? "Desktop_PC" : text(json, "sub_category"),
        hundredths(text(json, "price")),
        times2(text(json, "rating")),
        text(json, "hidden").equals("true"),
        json.getValue("specs") instanceof JsonObject specs ? Specs.of(specs) : new Specs(Map.of()));
  }

  static Draft of(Part part) {
    return new Draft(
        part.slug(),
        Optional.of(part.type()),
        part.brand(),
        part.name(),
        part.subCategory(),
        Optional.of(part.priceCents()),
        Optional.of(part.ratingTimes2()),
        part.hidden(),
        part.specs());
  }

  /** Fields that cannot stay as they are, in the order of the form; none when it can be a part. */
  public List<String> problems() {
    List<String> wrong = new ArrayList<>();
    note(wrong, "type", type.isPresent());
    note(wrong, "brand", !brand.isEmpty() && brand.length() <= 60);
    note(wrong, "name", !name.isEmpty() && name.length() <= LONGEST_NAME);
    note(wrong, "slug", slug.matches("[a-z0-9](-?[a-z0-9]){0,99}"));
    note(wrong, "sub_category", subCategory.length() <= 50);
    note(wrong, "price", priceCents.isPresent());
    note(wrong, "rating", ratingTimes2.isPresent());
    note(
        wrong,
        "specs",
        type.isEmpty() || specs.values().keySet().containsAll(NEEDED.get(type.get())));
    return wrong;
  }

  /** As it is exported, and imported again. */
  public JsonObject json() {
    return new JsonObject()
        .put("slug", slug)
        .put("type", type.map(Enum::name).orElse(""))
        .put("brand", brand)
        .put("name", name)
        .put("sub_category", subCategory)
        .put("price", price())
        .put("rating", ratingTimes2.map(r -> r / 2.0).orElse(0.0))
        .put("hidden", hidden)
        .put("specs", new JsonObject(specs.sorted()));
  }

  public String price() {
    return priceCents.map(cents -> BigDecimal.valueOf(cents, 2).toPlainString()).orElse("");
  }

  static List<String> neededSpecs(PartType type) {
    return NEEDED.get(type);
  }

  private static void note(List<String> wrong, String field, boolean isRight) {
    if (!isRight) {
      wrong.add(field);
    }
  }

  private static String text(JsonObject json, String key) {
    return String.valueOf(json.getValue(key, "")).strip();
  }

  private static String slug(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\p{M}|['’]", "")
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private static Optional<Integer> hundredths(String typed) {
    if (!typed.matches("\\d{1,6}([.,]\\d{1,2})?")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(typed.replace(',', '.')).movePointRight(2).intValueExact());
  }

  private static Optional<Integer> times2(String typed) {
    if (!typed.matches("\\d{1,2}([.,]\\d)?")) {
      return Optional.empty();
    }
    BigDecimal doubled = new BigDecimal(typed.replace(',', '.')).multiply(BigDecimal.valueOf(2));
    return doubled.remainder(BigDecimal.ONE).signum() == 0 && doubled.intValue() <= 20
        ? Optional.of(doubled.setScale(0, RoundingMode.UNNECESSARY).intValueExact())
        : Optional.empty();
  }
}
