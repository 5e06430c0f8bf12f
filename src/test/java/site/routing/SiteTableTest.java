package site.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.SiteConfig;
import site.http.ErrorPages;

class SiteTableTest {
  private final SiteTable table =
      new SiteTable(
          List.of(
              site("example.com", "www.example.com"),
              site("*.example.com"),
              site("api.example.com"),
              site("10.0.0.1", "::1"),
              site("*")));

  @ParameterizedTest(name = "{0} is answered by {1}")
  @CsvSource({
    "example.com, example.com",
    "www.example.com, example.com",
    "api.example.com, api.example.com",
    "shop.example.com, *.example.com",
    "a.b.example.com, *",
    "example.org, *",
    "10.0.0.1, 10.0.0.1",
    "::1, 10.0.0.1",
    "10.0.0.2, *",
    "localhost, *",
  })
  void exactWinsOverWildcardWinsOverDefault(String host, String site) {
    assertThat(table.find(host)).map(Site::name).contains(site);
  }

  @Test
  void withoutDefaultAnUnknownHostHasNoSite() {
    SiteTable table = new SiteTable(List.of(site("example.com"), site("*.example.com")));

    assertThat(table.find("example.org")).isEmpty();
    assertThat(table.find("com")).isEmpty();
    assertThat(table.find("a.b.example.com")).isEmpty();
  }

  private static Site site(String... hosts) {
    SiteConfig config =
        new SiteConfig(
            List.of(hosts), Optional.empty(), Duration.ZERO, Map.of(), Optional.empty(), List.of());
    return new Site(config, List.of(), Optional.empty(), ErrorPages.BUILT_IN);
  }
}
