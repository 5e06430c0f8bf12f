package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.provider.AcmeProvider;
import site.config.IssuanceConfig;

class AuthorityTest {

  @ParameterizedTest
  @CsvSource({
    "letsencrypt,         acme://letsencrypt.org",
    "letsencrypt-staging, acme://letsencrypt.org/staging",
    "zerossl,             acme://zerossl.com",
    "google,              acme://pki.goog",
    "sslcom,              acme://ssl.com/ecc",
    "actalis,             acme://actalis.com"
  })
  void wellKnownAuthoritiesAreWhereAcme4jKnowsThem(String id, URI name) throws Exception {
    assertThat(wellKnown(id).directory().toURL()).isEqualTo(resolved(name));
    assertThat(wellKnown(id).isWellKnown()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "letsencrypt, acme://letsencrypt.org/staging",
    "google,      acme://pki.goog/staging",
    "sslcom,      acme://ssl.com/staging/ecc"
  })
  void trialsGoToTheirStagingServers(String id, URI name) throws Exception {
    Authority trials = wellKnown(id).forTrials().orElseThrow();

    assertThat(trials.directory().toURL()).isEqualTo(resolved(name));
    assertThat(trials.id()).isEqualTo(id + "-staging");
  }

  private static Authority wellKnown(String id) {
    return Authority.of(
        new IssuanceConfig.Authority(
            id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty());
  }

  private static URL resolved(URI name) throws MalformedURLException {
    AcmeProvider provider = new Session(name).provider();
    return provider.resolve(name);
  }
}
