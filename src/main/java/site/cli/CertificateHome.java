package site.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import site.acme.AccountStore;
import site.acme.CertPolicy;
import site.acme.FileCertStore;
import site.admin.HomeLock;
import site.config.Config;
import site.config.Home;
import site.config.TlsConfig.CertificateConfig;
import site.revision.Certificates;

/** Where certificates are kept, for verbs that work while no server runs. */
final class CertificateHome {
  private final Home home;
  private final Config config;

  CertificateHome(HomeOptions options) {
    this.home = Home.of(options.directory(), System::getenv);
    this.config = new Configuration(options).blockingRead().config();
  }

  /** Refuses while a server runs, which would not notice what is changed below it. */
  void refuseWhileServing() {
    server()
        .ifPresent(
            holder -> {
              throw new IllegalStateException(
                  "stop the server (pid %d) first, it keeps these files".formatted(holder.pid()));
            });
  }

  /** The server that runs on this home. */
  Optional<HomeLock.Holder> server() {
    return HomeLock.holder(home.data())
        .filter(holder -> ProcessHandle.of(holder.pid()).isPresent());
  }

  Config config() {
    return config;
  }

  private Path directory() {
    return config.tls().directory().orElse(home.data().resolve("tls"));
  }

  FileCertStore store() {
    return new FileCertStore(directory(), java.time.Clock.systemUTC());
  }

  AccountStore accounts() {
    return new AccountStore(directory());
  }

  /** The certificates the configuration wants from authorities. */
  CertPolicy policy() {
    Set<String> own =
        config.tls().certificates().stream()
            .map(CertificateConfig::names)
            .flatMap(names -> names.stream())
            .collect(Collectors.toSet());
    return CertPolicy.of(config, Certificates.solvable(config), own::contains);
  }
}
