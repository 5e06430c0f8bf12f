package site.cli;

import site.config.Home;
import site.secrets.SecretStore;
import site.secrets.Secrets;

/** Where the secrets of a home are. */
final class SecretsHome {
  private final SecretStore store;

  SecretsHome(HomeOptions options) {
    this.store =
        new SecretStore(Home.of(options.directory(), System::getenv).data(), System::getenv);
  }

  SecretStore store() {
    return store;
  }

  Secrets secrets() {
    return new Secrets(store, System::getenv);
  }
}
