package site.apps.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static parts.PartType.CPU;
import static parts.PartType.GPU;
import static parts.PartType.HDD;
import static parts.PartType.MotherBoard;
import static parts.PartType.PC_Case;
import static parts.PartType.Power_Supply;
import static parts.PartType.RAM;
import static parts.PartType.SSD;
import static site.apps.parts.Sheets.part;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parts.Build;
import parts.Finding;
import parts.Level;
import parts.Part;
import parts.Rules;

/** Each rule below, at and above its limit. */
@Tag("F-4")
class RulesTest {
  private static final Part CASE = part(PC_Case, Map.of());
  private static final Part BOARD = part(MotherBoard, Map.of());

  @ParameterizedTest
  @CsvSource({"AM5, AM5, ", "AM5, LGA1851, ERROR"})
  void r1TheSocketsAreTheSame(String cpu, String board, Level expected) {
    Build build =
        Build.of(part(CPU, Map.of("socket", cpu)), part(MotherBoard, Map.of("socket", board)));

    assertThat(level(build, "R1")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DDR5, DDR5, DDR5, ",
    "DDR4, DDR5, DDR5, ERROR",
    "DDR4, DDR4, DDR5, ERROR",
    "DDR4, DDR4, 'DDR4,DDR5', "
  })
  void r2MemoryIsWhatBoardAndProcessorTake(String ram, String board, String cpu, Level expected) {
    Build build =
        Build.of(
            part(RAM, Map.of("mem", ram)),
            part(MotherBoard, Map.of("mem", board)),
            part(CPU, Map.of("mem", cpu)));

    assertThat(level(build, "R2")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, ", "2, ", "3, ERROR"})
  void r3AllModulesHaveASlot(int pairs, Level expected) {
    Build build = Build.of(BOARD).with(part(RAM, Map.of()), pairs);

    assertThat(level(build, "R3")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"31, ", "32, ", "33, ERROR"})
  void r4TheBoardTakesSoMuchMemory(int each, Level expected) {
    Build build =
        Build.of(part(MotherBoard, Map.of("mem_max_gb", 64)), part(RAM, Map.of("gb_each", each)));

    assertThat(level(build, "R4")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"5999, ", "6000, ", "6001, WARNING"})
  void r5FasterMemoryThanTheBoardIsSlowed(int speed, Level expected) {
    Build build =
        Build.of(part(MotherBoard, Map.of("mem_max_mt", 6000)), part(RAM, Map.of("mt", speed)));

    assertThat(level(build, "R5")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"ITX, ", "mATX, ", "ATX, ERROR"})
  void r6TheCaseTakesTheBoard(String form, Level expected) {
    Build build =
        Build.of(
            part(MotherBoard, Map.of("form", form)), part(PC_Case, Map.of("forms", "mATX,ITX")));

    assertThat(level(build, "R6")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"290, ", "291, WARNING", "300, WARNING", "301, ERROR"})
  void r7TheCardIsNotLongerThanTheCase(int length, Level expected) {
    Build build =
        Build.of(part(GPU, Map.of("length_mm", length)), part(PC_Case, Map.of("gpu_max_mm", 300)));

    assertThat(level(build, "R7")).isEqualTo(expected);
  }

  /** 100 for the processor, 220 for the card, 75, and 5 for the drive: 400. */
  @ParameterizedTest
  @CsvSource({"399, ERROR", "400, WARNING", "519, WARNING", "520, "})
  void r8ThePowerSupplyHasAReserve(int watt, Level expected) {
    Build build =
        Build.of(
            part(CPU, Map.of()),
            part(GPU, Map.of("power_w", 220)),
            part(SSD, Map.of()),
            part(Power_Supply, Map.of("watt", watt)));

    assertThat(level(build, "R8")).isEqualTo(expected);
    Rules.check(build).stream()
        .filter(finding -> finding.rule().equals("R8"))
        .forEach(finding -> assertThat(finding.arguments()).containsExactly(400, 520L));
  }

  @ParameterizedTest
  @CsvSource({
    "none, 0, 0, ",
    "8x2, 2, 0, ",
    "8x2, 1, 1, ERROR",
    "16x1, 9, 0, ERROR",
    "16x1, 0, 1, "
  })
  void r9TheCardFindsItsPlugs(String pins, int eight, int sixteen, Level expected) {
    Build build =
        Build.of(
            part(GPU, Map.of("pins", pins)),
            part(Power_Supply, Map.of("pins8", eight, "pins16", sixteen)));

    assertThat(level(build, "R9")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"ATX, ATX, ", "SFX, SFX, ", "SFX, ATX, WARNING", "ATX, SFX, ERROR"})
  void r10ThePowerSupplyFitsIntoTheCase(String form, String takes, Level expected) {
    Build build =
        Build.of(
            part(Power_Supply, Map.of("form", form)), part(PC_Case, Map.of("psu_form", takes)));

    assertThat(level(build, "R10")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, ", "2, 2, ", "3, 2, ERROR", "2, 3, ERROR"})
  void r11AllDrivesCanBeConnected(int sticks, int disks, Level expected) {
    Build build =
        Build.of(part(MotherBoard, Map.of("m2", 2, "sata", 3)))
            .with(part(SSD, Map.of()), sticks)
            .with(part(SSD, Map.of("form", "2.5")), 1)
            .with(part(HDD, Map.of()), disks);

    assertThat(level(build, "R11")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2, 1, ", "1, 2, ", "3, 1, ERROR", "2, 2, ERROR"})
  void r12AllDrivesHaveABay(int disks, int small, Level expected) {
    Build build =
        Build.of(part(PC_Case, Map.of("bays35", 2, "bays25", 1)))
            .with(part(HDD, Map.of()), disks)
            .with(part(SSD, Map.of("form", "2.5")), small);

    assertThat(level(build, "R12")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, false, ERROR", "1, false, ", "0, true, "})
  void r13SomethingMakesThePicture(int igpu, boolean card, Level expected) {
    Build alone = Build.of(part(CPU, Map.of("igpu", igpu)));

    Build build = card ? alone.with(part(GPU, Map.of()), 1) : alone;

    assertThat(level(build, "R13")).isEqualTo(expected);
  }

  @Test
  void r14EitherKindOfDriveWillDoAndACardMayBeLeftOut() {
    Build build =
        Build.of(
            part(CPU, Map.of()), BOARD, CASE, part(Power_Supply, Map.of()), part(RAM, Map.of()));

    assertThat(level(build, "R14")).isEqualTo(Level.INFO);
    assertThat(level(build.with(part(HDD, Map.of()), 1), "R14")).isNull();
    assertThat(level(build.with(part(SSD, Map.of()), 1), "R14")).isNull();
    assertThat(Build.of().missing())
        .containsExactly(CPU, MotherBoard, PC_Case, Power_Supply, RAM, SSD);
  }

  @ParameterizedTest
  @CsvSource({"12, 20, ", "11, 20, INFO", "20, 11, INFO", "20, 12, "})
  void r15ProcessorAndCardAreAPair(int cpu, int gpu, Level expected) {
    Build build = Build.of(part(CPU, cpu, Map.of()), part(GPU, gpu, Map.of()));

    assertThat(level(build, "R15")).isEqualTo(expected);
  }

  @Test
  void aPartIsMarkedByTheRulesItWouldBreakAndR13IsNoFaultOfOnePart() {
    Build build = Build.of(BOARD);

    assertThat(Rules.against(part(CPU, Map.of("socket", "AM4", "igpu", 0)), build))
        .containsExactly("R1");
    assertThat(Rules.against(part(CPU, Map.of("igpu", 0)), build)).isEmpty();
  }

  private static Level level(Build build, String rule) {
    List<Level> levels =
        Rules.check(build).stream()
            .filter(finding -> finding.rule().equals(rule))
            .map(Finding::level)
            .toList();
    assertThat(levels).hasSizeLessThan(2);
    return levels.isEmpty() ? null : levels.get(0);
  }
}
