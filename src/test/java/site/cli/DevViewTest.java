package site.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.Address;
import site.config.Config;
import site.config.ConfigReader;
import site.config.ConfigResult;
import site.config.SiteConfig;

class DevViewTest {
  @TempDir Path home;

  private Config read(String yaml) throws IOException {
    Files.writeString(home.resolve("shop.jar"), "");
    Files.writeString(home.resolve("site.yaml"), yaml);
    ConfigResult result = new ConfigReader(home, name -> null).read(home.resolve("site.yaml"));
    return ((ConfigResult.Valid) result).config();
  }

  private static final String TWO_SITES =
      """
      listeners: [{ address: ":443", tls: true }]
      apps: { a: { from: shop.jar }, b: { from: shop.jar } }
      sites:
        - { hosts: [shop.example, 10.0.0.5], hsts: 1d, https-redirect: true, routes: [{ app: a }] }
        - { hosts: ["*.blog.example"], routes: [{ app: b }] }
      """;

  @Test
  void listensOnOnePlainPortAndRedirectsNobody() throws Exception {
    Config dev = new DevView("127.0.0.1", 8080, Set.of()).apply(read(TWO_SITES));

    assertThat(dev.listeners())
        .singleElement()
        .satisfies(
            listener -> {
              assertThat(listener.address()).isEqualTo(new Address.Tcp("127.0.0.1", 8080));
              assertThat(listener.tls()).isFalse();
            });
    assertThat(dev.sites())
        .allMatch(site -> site.httpsRedirect().equals(Optional.of(false)))
        .allMatch(site -> site.hsts().isZero());
  }

  @Test
  void sitesAreReachedBelowLocalhostAndTheFirstByAnyName() throws Exception {
    Config dev = new DevView("", 0, Set.of()).apply(read(TWO_SITES));

    assertThat(dev.sites().stream().map(SiteConfig::hosts).map(Object::toString))
        .containsExactly(
            "[shop.example, 10.0.0.5, shop.example.localhost, *]",
            "[*.blog.example, *.blog.example.localhost]");
  }

  @Test
  void allAppsAreWatchedOrThoseNamed() throws Exception {
    Config config = read(TWO_SITES);

    Config all = new DevView("", 0, Set.of()).apply(config);
    Config one = new DevView("", 0, Set.of("b")).apply(config);

    assertThat(all.apps().values()).allMatch(app -> app.watch());
    assertThat(one.apps().get("a").watch()).isFalse();
    assertThat(one.apps().get("b").watch()).isTrue();
    assertThatThrownBy(() -> new DevView("", 0, Set.of("c")).apply(config))
        .hasMessage("there is no app c (known: a, b)");
  }

  @ParameterizedTest
  @CsvSource({"/x/shop.jar,shop", "/x/my shop,my-shop", "/,app", "/x/.hidden,app", "/a/b.c,b.c"})
  void anAppWithoutConfigurationIsCalledLikeItsFile(Path path, String name) {
    assertThat(SingleApp.name(path)).isEqualTo(name);
  }
}
