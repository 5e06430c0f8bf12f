package site.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import site.config.IssuanceConfig;
import site.config.IssuanceConfig.AccountBinding;

/**
 * A certificate authority with everything needed to speak to it.
 *
 * @param directory where RFC 8555 7.1.1 begins
 * @param root PEM file of the authority its own server is under
 * @param staging its directory for trials
 */
public record Authority(
    String id,
    URI directory,
    Optional<Path> root,
    Optional<AccountBinding> binding,
    Optional<URI> staging) {
  private static final String LETS_ENCRYPT_STAGING =
      "https://acme-staging-v02.api.letsencrypt.org/directory";

  private static final Map<String, String> WELL_KNOWN =
      Map.of(
          "letsencrypt", "https://acme-v02.api.letsencrypt.org/directory",
          "letsencrypt-staging", LETS_ENCRYPT_STAGING,
          "zerossl", "https://acme.zerossl.com/v2/DV90",
          "google", "https://dv.acme-v02.api.pki.goog/directory",
          "sslcom", "https://acme.ssl.com/sslcom-dv-ecc",
          "actalis", "https://acme-api.actalis.com/acme/directory");

  private static final Map<String, String> WELL_KNOWN_STAGING =
      Map.of(
          "letsencrypt",
          LETS_ENCRYPT_STAGING,
          "google",
          "https://dv.acme-v02.test-api.pki.goog/directory",
          "sslcom",
          "https://acme-try.ssl.com/sslcom-dv-ecc");

  /**
   * As configured.
   *
   * @param root for authorities that name none
   */
  static Authority of(IssuanceConfig.Authority config, Optional<Path> root) {
    String directory = WELL_KNOWN.get(config.id());
    Optional<URI> staging =
        Optional.ofNullable(WELL_KNOWN_STAGING.get(config.id())).map(URI::create);
    return new Authority(
        config.id(),
        config.directory().orElseGet(() -> URI.create(directory)),
        config.root().or(() -> root),
        config.binding(),
        config.directory().isPresent() ? config.staging() : staging);
  }

  /** Where trials go, which has accounts of its own. */
  Optional<Authority> forTrials() {
    return staging.map(
        uri -> new Authority(id + "-staging", uri, root, Optional.empty(), Optional.empty()));
  }

  /** Whether it is one whose limits are known to us. */
  boolean isWellKnown() {
    return directory.toString().equals(WELL_KNOWN.get(id));
  }

  boolean isLetsEncrypt() {
    return directory.getHost().endsWith("api.letsencrypt.org");
  }
}
