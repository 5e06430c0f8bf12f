package site.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ECJ, found as a jar in a folder, does what the JDK's compiler does. */
class EclipseCompilerTest {
  @TempDir Path libraries;
  private ClassPath none;
  private SourceCompiler compiler;

  @BeforeEach
  void putTheJarThere() throws Exception {
    Path jar =
        Path.of(EclipseCompiler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.copy(jar, libraries.resolve("ecj-3.jar"));
    Path vertx =
        Path.of(
            io.vertx.core.Vertx.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    none = ClassPath.blockingOpen(List.of(), name -> true);
    compiler =
        SourceCompiler.blockingOpenEcj(
            libraries,
            ClassPath.blockingOpen(List.of(vertx), name -> !name.startsWith("io.vertx.core.http")));
  }

  private JavaSource source(String file, String text) throws IOException {
    Path path = libraries.resolve(file);
    Files.createDirectories(path.getParent());
    return new JavaSource(Files.writeString(path, text), file, text);
  }

  @Test
  void compilesAgainstTheClassPathAndKnownClasses() throws Exception {
    JavaSource greeting =
        source("java/a/Greeting.java", "package a; class Greeting { String text; }");
    JavaSource main =
        source(
            "java/a/Main.java",
            """
            package a;
            public class Main extends io.vertx.core.VerticleBase {
              String say(Greeting g) { java.util.function.Supplier<String> s = () -> g.text; return s.get(); }
            }
            """);

    Map<String, byte[]> first =
        compiler.blockingCompile(List.of(greeting), Map.of(), none).classes();
    SourceCompiler.Output second = compiler.blockingCompile(List.of(main), first, none);

    assertThat(second.classes()).containsOnlyKeys("a.Main");
    assertThat(second.origins()).containsEntry("a.Main", "java/a/Main.java");
  }

  @Test
  void tellsWhereAnErrorIsAndHidesPackages() throws Exception {
    JavaSource main =
        source(
            "java/a/Main.java",
            "package a;\nclass Main {\n\tint x = \"text\";\n  io.vertx.core.http.HttpServer s;\n}\n");

    assertThatThrownBy(() -> compiler.blockingCompile(List.of(main), Map.of(), none))
        .hasMessageContaining("java/a/Main.java:3:10: ")
        .hasMessageContaining("  \tint x = \"text\";\n  \t        ^")
        .hasMessageContaining("java/a/Main.java:4:");
  }

  @Test
  void withoutAnyCompilerBothRemediesAreNamed(@TempDir Path empty) {
    assertThat(JavaCompilers.blockingFindEcj(empty)).isEmpty();
    assertThat(JavaCompilers.missing(empty))
        .contains("openjdk-17-jdk-headless")
        .contains("ecj-<version>.jar")
        .contains(empty.toString());
  }
}
