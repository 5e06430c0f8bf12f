package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import site.config.IssuanceConfig.AccountBinding;

/** Accounts that one side has lost, or that need a binding nobody configured (RFC 8555 7.3). */
class AccountFailureTest extends WithPebble {

  @Test
  void anAuthorityThatForgotEverythingIsToldAgain() throws Exception {
    try (Issuance issuance = direct(pebble.port())) {
      issuance.keep(Issuance.spec(Issuance.authority(pebble.directoryUrl(), pebble), NAME));
      issuance.awaitCertificate(NAME);
    }
    Path key = home.resolve("tls/accounts/pebble/key.pem");
    String before = Files.readString(key);
    int port = pebble.port();
    restart(new Pebble.Behaviour(http, http).on(port));
    try (Issuance issuance = direct(port)) {
      CertSpec other =
          Issuance.spec(Issuance.authority(pebble.directoryUrl(), pebble), "b.example.com");
      issuance.keep(other);

      issuance.awaitCertificate("b.example.com");
      assertThat(Files.readString(key)).isEqualTo(before);
    }
  }

  @Test
  void aLostAccountKeyMeansANewAccountAndNothingWorse() throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
    }
    Files.delete(home.resolve("tls/accounts/pebble/key.pem"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
      issuance.scheduler().renew(NAME);

      issuance.awaitGeneration(NAME, 2);
    }
  }

  @Test
  void anAccountThatMustBeBoundIs() throws Exception {
    String key = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    restart(
        new Pebble.Behaviour(http, http)
            .with("\"externalAccountBindingRequired\": true")
            .with("\"externalAccountMACKeys\": {\"kid-1\": \"" + key + "\"}"));
    try (Issuance issuance = issuance()) {
      issuance.keep(
          bound("a.example.com", Optional.empty()),
          bound("b.example.com", Optional.of(new AccountBinding("kid-2", key))),
          bound("c.example.com", Optional.of(new AccountBinding("kid-1", key))));

      issuance.awaitCertificate("c.example.com");
      assertThat(issuance.awaitProblem("a.example.com").state().isBlocked()).isTrue();
      assertThat(issuance.awaitProblem("b.example.com").state().isBlocked()).isTrue();
    }
  }

  private Issuance direct(int port) throws Exception {
    assertThat(pebble.port()).isEqualTo(port);
    return issuance();
  }

  private CertSpec bound(String name, Optional<AccountBinding> binding) {
    Authority authority =
        new Authority(
            name.substring(0, 1),
            proxy.directoryUrl(),
            Optional.of(pebble.serverRoot()),
            binding,
            Optional.empty());
    return Issuance.spec(authority, name);
  }
}
