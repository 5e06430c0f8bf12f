package site.apps.parts;

import java.util.HashMap;
import java.util.Map;
import parts.Part;
import parts.PartType;
import parts.Specs;

/** Parts for one rule: each can do everything, but for what the test says. */
final class Sheets {
  private static final Map<PartType, Map<String, Object>> ABLE =
      Map.of(
          PartType.CPU, Map.of("socket", "AM5", "tdp_w", 100, "igpu", 1, "mem", "DDR5"),
          PartType.GPU, Map.of("length_mm", 100, "power_w", 100, "pins", "none"),
          PartType.MotherBoard,
              Map.of(
                  "socket",
                  "AM5",
                  "form",
                  "ATX",
                  "mem",
                  "DDR5",
                  "mem_slots",
                  4,
                  "mem_max_gb",
                  999,
                  "mem_max_mt",
                  9999,
                  "m2",
                  9,
                  "sata",
                  9),
          PartType.PC_Case,
              Map.of(
                  "forms",
                  "ATX,mATX,ITX",
                  "gpu_max_mm",
                  999,
                  "psu_form",
                  "ATX",
                  "bays35",
                  9,
                  "bays25",
                  9),
          PartType.Power_Supply, Map.of("watt", 9999, "form", "ATX", "pins8", 9, "pins16", 9),
          PartType.RAM, Map.of("mem", "DDR5", "modules", 2, "gb_each", 16, "mt", 5000),
          PartType.SSD, Map.of("form", "M.2", "gb", 1000),
          PartType.HDD, Map.of("form", "3.5", "tb", 4));

  private static int ids;

  private Sheets() {}

  static Part part(PartType type, Map<String, Object> other) {
    return part(type, 14, other);
  }

  static Part part(PartType type, int ratingTimes2, Map<String, Object> other) {
    Map<String, Object> specs = new HashMap<>(ABLE.get(type));
    specs.putAll(other);
    String slug = type.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ids;
    return new Part(
        ++ids,
        slug,
        type,
        "Test",
        "Part " + ids,
        "Computers",
        "Desktop_PC",
        10_000,
        "EUR",
        ratingTimes2,
        false,
        new Specs(specs),
        1);
  }
}
