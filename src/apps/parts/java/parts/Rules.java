package parts;

import static parts.Level.ERROR;
import static parts.Level.INFO;
import static parts.Level.WARNING;
import static parts.PartType.CPU;
import static parts.PartType.GPU;
import static parts.PartType.HDD;
import static parts.PartType.MotherBoard;
import static parts.PartType.PC_Case;
import static parts.PartType.Power_Supply;
import static parts.PartType.RAM;
import static parts.PartType.SSD;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parts.Build.Item;

/** Whether parts fit together: fifteen rules over one build, and nothing else. */
public final class Rules {
  private static final int BOARD_AND_FANS_W = 75;
  private static final int DRIVE_W = 5;
  private static final double RESERVE = 1.3;
  private static final int TIGHT_MM = 10;
  private static final int UNEQUAL_RATINGS_TIMES_2 = 8;

  private final Build build;
  private final Optional<Specs> cpu;
  private final Optional<Specs> gpu;
  private final Optional<Specs> board;
  private final Optional<Specs> box;
  private final Optional<Specs> power;
  private final List<Finding> findings = new ArrayList<>();

  private Rules(Build build) {
    this.build = build;
    this.cpu = specs(CPU);
    this.gpu = specs(GPU);
    this.board = specs(MotherBoard);
    this.box = specs(PC_Case);
    this.power = specs(Power_Supply);
  }

  /** Everything there is to say about a build, by rule. */
  public static List<Finding> check(Build build) {
    Rules rules = new Rules(build);
    rules.socket();
    rules.memory();
    rules.formOfBoard();
    rules.lengthOfCard();
    rules.watts();
    rules.plugs();
    rules.formOfPower();
    rules.connectors();
    rules.bays();
    rules.picture();
    rules.missing();
    rules.balance();
    return List.copyOf(rules.findings);
  }

  /** The rules by which a part would not fit into a build; R13 is no fault of one part. */
  public static List<String> against(Part part, Build build) {
    return check(build.with(part, 1)).stream()
        .filter(finding -> finding.level() == ERROR && finding.about().contains(part.type()))
        .map(Finding::rule)
        .filter(rule -> !rule.equals("R13"))
        .toList();
  }

  private void socket() {
    if (cpu.isPresent() && board.isPresent()) {
      String needs = cpu.get().word("socket");
      String has = board.get().word("socket");
      find(!needs.equals(has), "R1", ERROR, Set.of(CPU, MotherBoard), needs, has);
    }
  }

  private void memory() {
    List<Item> memory = build.items(RAM);
    memory.forEach(item -> kindOfMemory(item.part().specs()));
    board.ifPresent(
        has -> {
          int modules = modules(memory);
          int gigabytes = memory.stream().mapToInt(Rules::gigabytes).sum();
          int slots = has.whole("mem_slots");
          int most = has.whole("mem_max_gb");
          find(modules > slots, "R3", ERROR, Set.of(RAM, MotherBoard), modules, slots);
          find(gigabytes > most, "R4", ERROR, Set.of(RAM, MotherBoard), gigabytes, most);
          int fastest = has.whole("mem_max_mt");
          boolean faster =
              memory.stream().anyMatch(item -> item.part().specs().whole("mt") > fastest);
          find(faster, "R5", WARNING, Set.of(RAM, MotherBoard), fastest);
        });
  }

  private void kindOfMemory(Specs ram) {
    String kind = ram.word("mem");
    if (board.isPresent() && !board.get().word("mem").equals(kind)) {
      find(true, "R2", ERROR, Set.of(RAM, MotherBoard), board.get().word("mem"), kind);
    } else if (cpu.isPresent() && !cpu.get().words("mem").contains(kind)) {
      find("R2", ERROR, "rule.R2.cpu", Set.of(RAM, CPU), cpu.get().word("mem"), kind);
    }
  }

  private void formOfBoard() {
    if (board.isPresent() && box.isPresent()) {
      String form = board.get().word("form");
      boolean fits = box.get().words("forms").contains(form);
      find(!fits, "R6", ERROR, Set.of(MotherBoard, PC_Case), form, box.get().word("forms"));
    }
  }

  private void lengthOfCard() {
    if (gpu.isPresent() && box.isPresent()) {
      int length = gpu.get().whole("length_mm");
      int most = box.get().whole("gpu_max_mm");
      if (length > most) {
        find(true, "R7", ERROR, Set.of(GPU, PC_Case), length, most);
      } else if (most - length < TIGHT_MM) {
        find("R7", WARNING, "rule.R7.tight", Set.of(GPU, PC_Case), most - length);
      }
    }
  }

  private void watts() {
    if (cpu.isPresent() && power.isPresent()) {
      int drives = sum(build.items(SSD)) + sum(build.items(HDD));
      int load =
          cpu.get().whole("tdp_w")
              + gpu.map(card -> card.whole("power_w")).orElse(0)
              + BOARD_AND_FANS_W
              + DRIVE_W * drives;
      int watt = power.get().whole("watt");
      long advised = (long) Math.ceil(load * RESERVE);
      Level level = watt < load ? ERROR : WARNING;
      find(watt < load * RESERVE, "R8", level, Set.of(CPU, GPU, Power_Supply), load, advised);
    }
  }

  private void plugs() {
    if (gpu.isPresent() && power.isPresent() && !gpu.get().word("pins").equals("none")) {
      String pins = gpu.get().word("pins");
      int times = pins.indexOf('x');
      String poles = pins.substring(0, times);
      int has = power.get().whole("pins" + poles);
      int needs = Integer.parseInt(pins.substring(times + 1));
      find(needs > has, "R9", ERROR, Set.of(GPU, Power_Supply), needs, poles, has);
    }
  }

  private void formOfPower() {
    if (power.isPresent() && box.isPresent()) {
      String form = power.get().word("form");
      String takes = box.get().word("psu_form");
      if (form.equals("ATX") && takes.equals("SFX")) {
        find(true, "R10", ERROR, Set.of(Power_Supply, PC_Case), form, takes);
      } else if (!form.equals(takes)) {
        find("R10", WARNING, "rule.R10.adapter", Set.of(Power_Supply, PC_Case), form, takes);
      }
    }
  }

  private void connectors() {
    board.ifPresent(
        has -> {
          int sticks = ssds("M.2");
          int cables = ssds("2.5") + sum(build.items(HDD));
          int m2 = has.whole("m2");
          int sata = has.whole("sata");
          find(sticks > m2, "R11", ERROR, Set.of(SSD, MotherBoard), sticks, m2);
          if (cables > sata) {
            find("R11", ERROR, "rule.R11.sata", Set.of(SSD, HDD, MotherBoard), cables, sata);
          }
        });
  }

  private void bays() {
    box.ifPresent(
        has -> {
          int disks = sum(build.items(HDD));
          int large = has.whole("bays35");
          int small = has.whole("bays25") + Math.max(0, large - disks);
          find(disks > large, "R12", ERROR, Set.of(HDD, PC_Case), disks, large);
          if (ssds("2.5") > small) {
            find("R12", ERROR, "rule.R12.small", Set.of(SSD, PC_Case), ssds("2.5"), small);
          }
        });
  }

  private void picture() {
    boolean dark = cpu.isPresent() && gpu.isEmpty() && cpu.get().whole("igpu") == 0;
    find(dark, "R13", ERROR, Set.of(CPU, GPU));
  }

  private void missing() {
    List<PartType> missing = build.missing();
    find(!missing.isEmpty(), "R14", INFO, Set.copyOf(missing), missing);
  }

  private void balance() {
    Optional<Part> processor = build.one(CPU);
    Optional<Part> card = build.one(GPU);
    if (processor.isPresent() && card.isPresent()) {
      int more = processor.get().ratingTimes2() - card.get().ratingTimes2();
      PartType waits = more > 0 ? CPU : GPU;
      PartType slow = more > 0 ? GPU : CPU;
      find(Math.abs(more) > UNEQUAL_RATINGS_TIMES_2, "R15", INFO, Set.of(CPU, GPU), waits, slow);
    }
  }

  private void find(
      boolean is, String rule, Level level, Set<PartType> about, Object... arguments) {
    if (is) {
      find(rule, level, "rule." + rule, about, arguments);
    }
  }

  private void find(
      String rule, Level level, String key, Set<PartType> about, Object... arguments) {
    findings.add(new Finding(rule, level, key, List.of(arguments), about));
  }

  private Optional<Specs> specs(PartType type) {
    return build.one(type).map(Part::specs);
  }

  private int ssds(String form) {
    return sum(
        build.items(SSD).stream()
            .filter(item -> item.part().specs().word("form").equals(form))
            .toList());
  }

  private static int sum(List<Item> items) {
    return items.stream().mapToInt(Item::quantity).sum();
  }

  private static int modules(List<Item> memory) {
    return memory.stream()
        .mapToInt(item -> item.part().specs().whole("modules") * item.quantity())
        .sum();
  }

  private static int gigabytes(Item item) {
    Specs ram = item.part().specs();
    return ram.whole("modules") * ram.whole("gb_each") * item.quantity();
  }
}
