package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerticleFinderTest {
  private static final String TWO =
      """
      public class Main extends VerticleBase {}
      class Other implements Deployable {
        public Future<?> deploy(Context context) { return null; }
      }
      """;

  @TempDir Path home;

  @Test
  void prefersWhatTheOperatorSays() throws Exception {
    Path jar = app(TWO).mainVerticle("app.Main").pack(home.resolve("a.jar"));

    assertThat(find(jar, Optional.of("app.Other"))).isEqualTo("app.Other");
  }

  @Test
  void believesTheManifest() throws Exception {
    Path plain = app(TWO).mainVerticle("app.Other").pack(home.resolve("a.jar"));
    Path prefixed = app(TWO).mainVerticle("java:app.Other").pack(home.resolve("b.jar"));

    assertThat(find(plain, Optional.empty())).isEqualTo("app.Other");
    assertThat(find(prefixed, Optional.empty())).isEqualTo("app.Other");
  }

  @Test
  void findsTheOnlyVerticleAlsoBehindASuperClassOfTheApp() throws Exception {
    AppJar app =
        app(
            """
            public class Main extends Base { enum Kind { A, B } long l = 1L; double d = 2.0; }
            abstract class Base extends AbstractVerticle { Runnable r = () -> {}; }
            interface Extra extends Verticle {}
            class Helper {}
            """);

    assertThat(find(app.pack(home.resolve("a.jar")), Optional.empty())).isEqualTo("app.Main");
    assertThat(find(app.compile(home.resolve("classes")), Optional.empty())).isEqualTo("app.Main");
  }

  @Test
  void asksWhenThereAreSeveral() throws Exception {
    Path jar = app(TWO).pack(home.resolve("a.jar"));

    assertThatThrownBy(() -> find(jar, Optional.empty()))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessage(
            "apps.shop: several verticles in " + jar + ", name one as main: app.Main, app.Other");
  }

  private static AppJar app(String body) {
    return AppJar.of("import io.vertx.core.*;", body);
  }

  private static String find(Path place, Optional<String> configured) throws Exception {
    return new VerticleFinder("shop", place, List.of(place)).blockingFind(configured);
  }
}
