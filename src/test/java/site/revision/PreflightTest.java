package site.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.Config;
import site.config.ConfigReader;
import site.config.ConfigResult;

class PreflightTest {
  @TempDir Path home;

  @BeforeEach
  void makeFolders() throws Exception {
    Files.createDirectories(home.resolve("webroot"));
    Files.createDirectories(home.resolve("config"));
  }

  @Test
  void aSoundConfigurationHasNoProblems() throws Exception {
    assertThat(
            problems(
                "sites: [{ hosts: [a.example], routes: [{ path: /, respond: { status: 200 } }] }]"))
        .isEmpty();
  }

  @Test
  void certificatesThatCannotBeUsedAreNamed() throws Exception {
    Files.writeString(home.resolve("a.pem"), "nothing");
    Files.writeString(home.resolve("a.key"), "nothing");

    assertThat(
            problems(
                "tls: { certificates: [{ names: [a.example], certificate: a.pem, key: a.key }] }"))
        .singleElement()
        .asString()
        .startsWith("tls.certificates[0]: ")
        .contains("a.pem");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not base 64!                     | the secret of the TSIG key is not Base64",
        "key a { algorithm md4; secret \"YQ==\"; }; | is no TSIG algorithm",
        "YQ==                             | the name of the TSIG key is missing"
      })
  void aKeyForRecordsThatCannotBeUsedIsNamed(String key, String words) throws Exception {
    Files.writeString(home.resolve("tsig"), key);
    String name = words.contains("missing") ? "" : "key: a, ";

    assertThat(
            problems(
                "tls: { acme: { dns: { rfc2136: { server: 'ns1.example.com', "
                    + name
                    + "secret_file: tsig } } } }"))
        .singleElement()
        .asString()
        .startsWith("tls.acme.dns.rfc2136: ")
        .contains(words);
  }

  @Test
  void anAppWithoutAVerticleIsNamed() throws Exception {
    Files.createDirectories(home.resolve("shop/classes"));

    assertThat(problems("apps: { shop: { from: shop } }"))
        .singleElement()
        .asString()
        .startsWith("apps.shop")
        .contains("verticle");
  }

  @Test
  void aRestWithoutAStarIsNamed() throws Exception {
    String site =
        "sites: [{ hosts: [a.example], routes: [{ path: /x, redirect: { to: '/{rest}' } }] }]";

    assertThat(problemsOrErrors(site)).anySatisfy(p -> assertThat(p).contains("{rest}"));
  }

  private List<String> problems(String yaml) throws Exception {
    ConfigResult result = read(yaml);
    assertThat(result).isInstanceOf(ConfigResult.Valid.class);
    Config config = ((ConfigResult.Valid) result).config();
    return Preflight.blockingProblems(config, Clock.systemUTC());
  }

  private List<String> problemsOrErrors(String yaml) throws Exception {
    return read(yaml) instanceof ConfigResult.Valid valid
        ? Preflight.blockingProblems(valid.config(), Clock.systemUTC())
        : read(yaml).problems().stream().map(Object::toString).toList();
  }

  private ConfigResult read(String yaml) throws Exception {
    Path file = Files.writeString(home.resolve("config/site.yaml"), yaml + "\n");
    return new ConfigReader(home, name -> null).read(file);
  }
}
