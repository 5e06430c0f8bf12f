package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import site.cli.Cli;
import site.deploy.AppJar;

/** {@code app new} and {@code app package}: from nothing to a jar. */
class AppNewTest {
  @TempDir Path home;
  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Cli.commandLine(launch -> 0);
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "my-Shop2", "new"})
  void aNewAppRunsAtOnceAsSourcesAndAsAJar(String name) throws Exception {
    Path app = home.resolve(name);
    Path jar = app.resolve("target/" + name + ".jar");

    assertThat(run("app", "new", name, app.toString())).isZero();
    assertThat(run("app", "package", app.toString())).isZero();

    for (Path runnable : new Path[] {app, jar}) {
      try (TestServer server = TestServer.start("dev", "--port", "0", runnable.toString())) {
        assertThat(server.get(0, "/").body()).contains("<h1>" + name + "</h1>");
        assertThat(server.get(0, "/greeting?name=Ada").body()).isEqualTo("Hello, Ada!\n");
      }
    }
  }

  @Test
  void equalSourcesGiveEqualJars() throws Exception {
    Path app = home.resolve("shop");
    run("app", "new", "shop", app.toString());
    Path first = home.resolve("1.jar");
    Path second = home.resolve("2.jar");

    run("app", "package", app.toString(), "-o", first.toString());
    run("app", "package", app.toString(), "-o", second.toString());

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void librariesArePackedAndServicesPutTogether() throws Exception {
    Path app = home.resolve("shop");
    run("app", "new", "shop", app.toString());
    Files.createDirectories(app.resolve("lib"));
    AppJar.of("", "public class Main {}").pack(app.resolve("lib/words.jar"));
    TestServer.write(app.resolve("resources/META-INF/services/a.Word"), "shop.One");

    run("app", "package", app.toString());

    try (JarFile jar = new JarFile(app.resolve("target/shop.jar").toFile())) {
      assertThat(jar.getEntry("app/Main.class")).isNotNull();
      assertThat(jar.getEntry("META-INF/services/a.Word")).isNotNull();
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Verticle"))
          .isEqualTo("shop.ShopVerticle");
    }
  }

  @Test
  void nothingIsOverwrittenAndMistakesAreShown() throws Exception {
    Path app = home.resolve("shop");
    run("app", "new", "shop", app.toString());

    assertThat(run("app", "new", "shop", app.toString())).isEqualTo(1);
    assertThat(run("app", "new", "../x")).isEqualTo(2);
    TestServer.write(app.resolve("java/shop/Greeting.java"), "package shop;\nclass Greeting {");
    assertThat(run("app", "package", app.toString())).isEqualTo(1);

    assertThat(said.toString())
        .contains(app + " is there already and not empty")
        .contains("java/shop/Greeting.java:2:17: reached end of file while parsing");
    assertThat(app.resolve("target")).doesNotExist();
  }
}
