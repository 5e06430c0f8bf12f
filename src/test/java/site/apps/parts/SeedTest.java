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

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parts.Build;
import parts.Finding;
import parts.Level;
import parts.Part;
import parts.PartType;
import parts.Rules;
import parts.Specs;

/** The parts that come with the app. */
class SeedTest {
  private static final List<Part> PARTS = read();

  @Test
  @Tag("F-1")
  void thereAreAsManyOfEachTypeAsTheCatalogueAlwaysHad() {
    Map<PartType, Long> counts =
        PARTS.stream().collect(Collectors.groupingBy(Part::type, Collectors.counting()));

    assertThat(counts)
        .isEqualTo(
            Map.of(
                CPU,
                11L,
                GPU,
                5L,
                MotherBoard,
                14L,
                PC_Case,
                10L,
                RAM,
                3L,
                HDD,
                5L,
                SSD,
                4L,
                Power_Supply,
                6L));
  }

  @Test
  void eachHasAnAddressAndANameOfItsOwn() {
    assertThat(PARTS).extracting(Part::slug).doesNotHaveDuplicates();
    assertThat(PARTS).extracting(Part::fullName).doesNotHaveDuplicates();
    assertThat(PARTS).allMatch(part -> part.priceCents() >= 5900 && part.priceCents() <= 289_000);
    assertThat(PARTS)
        .anyMatch(part -> part.name().contains("'"))
        .anyMatch(part -> part.name().contains("<&\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "norrsken-aurora-5-six bluefin-reef-a norrsken-skog-mini kopparit-hearth-550 kopparit-pair-32-d5 bluefin-dart-1t",
        "norrsken-aurora-7-eight bluefin-tide-12 tallin-co-harbour-5 norrsken-fjell-tower kopparit-hearth-750 kopparit-pair-32-d5 bluefin-dart-4t norrsken-barn-4",
        "norrsken-dawn-4-quad bluefin-shoal-4-plus norrsken-fjell-quiet kopparit-hearth-400 bluefin-pair-16-d4 tallin-co-pebble-500",
        "kopparit-core-s-pride-5 tallin-co-anvil-1851-pro kopparit-kiln kopparit-hearth-550 kopparit-pair-96-d5-fast bluefin-dart-1t",
        "kopparit-spark-3 bluefin-lagoon-17 kopparit-brick kopparit-hearth-400 bluefin-pair-16-d4 norrsken-barn-2",
        "norrsken-aurora-5-six bluefin-reef-mini bluefin-shell bluefin-pearl-600-sfx kopparit-pair-32-d5 bluefin-dart-1t"
      })
  void fromThemSomeGoodComputersCanBeBuilt(String slugs) {
    Build build = Build.of(Stream.of(slugs.split(" ")).map(SeedTest::part).toArray(Part[]::new));

    assertThat(Rules.check(build))
        .extracting(Finding::level)
        .doesNotContain(Level.ERROR, Level.WARNING);
    assertThat(build.missing()).isEmpty();
  }

  /** Pairs and, for what needs more, all drives with one board or case. */
  @Test
  @Tag("F-4")
  void eachRuleHasACaseAmongThem() {
    TreeSet<String> broken = new TreeSet<>();
    for (Part one : PARTS) {
      for (Part other : PARTS) {
        Build pair = Build.of(one).with(other, other.type().isSeveral() ? 8 : 1);
        Rules.check(pair).forEach(finding -> broken.add(finding.rule()));
      }
    }

    assertThat(broken)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 15).mapToObj(i -> "R" + i).toList());
  }

  private static Part part(String slug) {
    return PARTS.stream()
        .filter(part -> part.slug().equals(slug))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(slug));
  }

  private static List<Part> read() {
    try {
      String json = Files.readString(Path.of("src/apps/parts/resources/parts/parts.json"));
      JsonArray all = new JsonArray(json);
      return IntStream.range(0, all.size()).mapToObj(i -> part(i, all.getJsonObject(i))).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Part part(int id, JsonObject json) {
    return new Part(
        id,
        json.getString("slug"),
        PartType.valueOf(json.getString("type")),
        json.getString("brand"),
        json.getString("name"),
        "Computers",
        json.getString("sub_category"),
        json.getInteger("price") * 100,
        "EUR",
        (int) (json.getDouble("rating") * 2),
        false,
        new Specs(json.getJsonObject("specs").getMap()),
        1);
  }
}
