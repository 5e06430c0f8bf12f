package site;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of rooms and arrows: an arrow may only point downwards. */
class ArchitectureTest {
  /** Lowest floor first; rooms of one floor do not know each other. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("config", "http", "tls", "app", "log", "compat", "compile", "watch"),
          List.of(
              "routing",
              "importer",
              "middleware",
              "files",
              "proxy",
              "cache",
              "compare",
              "respond",
              "database",
              "deploy",
              "acme",
              "mail",
              "secrets",
              "server",
              "dev"),
          List.of("revision"),
          List.of("admin"),
          List.of("cli"));

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("site");

  @Test
  void everyRoomHasAFloor() {
    Set<String> rooms =
        classes.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("site."))
            .map(name -> name.replaceFirst("site\\.([a-z]+).*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(FLOORS.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(rooms);
  }

  @Test
  void arrowsPointDownwards() {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      String[] below =
          FLOORS.subList(0, floor).stream()
              .flatMap(List::stream)
              .map(ArchitectureTest::packageOf)
              .toArray(String[]::new);
      for (String room : FLOORS.get(floor)) {
        classes()
            .that()
            .resideInAPackage(packageOf(room))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAPackage("site.."))
                    .or(resideInAPackage(packageOf(room)))
                    .or(resideInAnyPackage(below)))
            .check(classes);
      }
    }
  }

  @Test
  void onlyConstantsAreStatic() {
    noFields().that().areStatic().should().notBeFinal().check(classes);
  }

  @Test
  void thereIsNoDrawerCalledUtil() {
    noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..").check(classes);
  }

  @Test
  void nothingSleepsOrPrintsOutsideTheCommandLine() {
    List<String> outside = new ArrayList<>();
    for (JavaClass type : classes) {
      boolean prints =
          type.getFieldAccessesFromSelf().stream()
              .anyMatch(
                  access ->
                      access.getTargetOwner().isEquivalentTo(System.class)
                          && Arrays.asList("out", "err").contains(access.getTarget().getName()));
      if (prints && !type.getPackageName().equals("site")) {
        outside.add(type.getName());
      }
    }

    assertThat(outside).isEmpty();
  }

  private static String packageOf(String room) {
    return "site." + room + "..";
  }
}
