package site.revision;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.CertPolicy;
import site.acme.CertSpec;
import site.acme.CertStore;
import site.acme.Generation;
import site.config.Config;
import site.config.ListenerConfig;
import site.config.SiteConfig;
import site.config.TlsConfig;
import site.config.TlsConfig.CertificateConfig;
import site.revision.ServerState.CertificateState;
import site.tls.CertificateFiles;
import site.tls.CertificateProblem;
import site.tls.CertificateTable;
import site.tls.ClientHello;
import site.tls.Identity;
import site.tls.InternalCa;

/**
 * Reads and makes the certificates for one configuration. Blocks; keeps the internal CA and what
 * authorities have issued.
 */
final class CertificateCollector {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateCollector.class);
  private static final String DEFAULT_SITE = "*";
  private static final String LOCALHOST = "localhost";

  private final Path directory;
  private final CertStore issued;
  private final OnDemandNames onDemand;
  private final Clock clock;
  private final Map<String, Optional<Generation>> generations = new ConcurrentHashMap<>();
  private InternalCa authority;

  /**
   * Makes nothing yet.
   *
   * @param directory of the internal CA, founded when the first name needs it
   * @param issued what authorities have issued
   * @param onDemand names no configuration lists
   */
  CertificateCollector(Path directory, CertStore issued, OnDemandNames onDemand, Clock clock) {
    this.directory = directory;
    this.issued = issued;
    this.onDemand = onDemand;
    this.clock = clock;
  }

  /** The next collection reads this certificate again. */
  void forget(String id) {
    generations.remove(id);
  }

  /**
   * The certificates of a configuration.
   *
   * @param policy what authorities are to issue
   * @param missing names they have not issued anything for yet
   * @param renewalDue when the first of those made here should be made again
   */
  record Collected(
      CertificateTable table,
      List<CertificateState> states,
      CertPolicy policy,
      Set<String> missing,
      Instant renewalDue) {
    static final Collected NONE =
        new Collected(
            CertificateTable.builder().build(), List.of(), CertPolicy.NONE, Set.of(), Instant.MAX);

    /** Whether there is a certificate for a name. */
    boolean serves(String name) {
      return table
          .find(
              new ClientHello(
                  Optional.of(name),
                  List.of(),
                  Set.of(),
                  Set.of(),
                  Optional.empty(),
                  Optional.empty()))
          .isPresent();
    }

    boolean isMissing(String host) {
      return !missing.isEmpty()
          && (missing.contains(host)
              || missing.contains("*" + host.substring(Math.max(0, host.indexOf('.')))));
    }
  }

  /** Fails with the first file that cannot be used. */
  synchronized Collected blockingCollect(Config config) throws CertificateProblem {
    return needed(config) ? new Collection(config).blockingRun() : Collected.NONE;
  }

  private static boolean needed(Config config) {
    return config.listeners().stream().anyMatch(ListenerConfig::tls)
        && config.tls().mode() != TlsConfig.Mode.OFF;
  }

  private final class Collection {
    private final Config config;
    private final CertificateTable.Builder table = CertificateTable.builder();
    private final List<CertificateState> states = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>();
    private CertPolicy policy = CertPolicy.NONE;
    private Instant renewalDue = Instant.MAX;

    Collection(Config config) {
      this.config = config;
    }

    Collected blockingRun() throws CertificateProblem {
      TlsConfig tls = config.tls();
      for (CertificateConfig own : tls.certificates()) {
        blockingAddOwn(own);
      }
      policy =
          CertPolicy.of(config, Certificates.solvable(config), table::covers, wantedOnDemand());
      policy.specs().values().forEach(this::blockingAddIssued);
      for (CertSpec spec : policy.specs().values()) {
        blockingAddPlaceholder(spec);
      }
      if (tls.mode() != TlsConfig.Mode.MANUAL) {
        for (SiteConfig site : config.sites()) {
          blockingAddInternal(site);
        }
      }
      tls.defaultName().ifPresentOrElse(table::defaultName, this::preferLocalhost);
      table.unknownName(CertificateTable.UnknownName.valueOf(tls.unknownName().name()));
      return new Collected(
          table.build(), List.copyOf(states), policy, Set.copyOf(missing), renewalDue);
    }

    private Set<String> wantedOnDemand() {
      return config.tls().onDemand().isPresent() ? onDemand.all() : Set.of();
    }

    private void blockingAddOwn(CertificateConfig own) throws CertificateProblem {
      CertificateFiles.Loaded loaded =
          CertificateFiles.blockingRead(own.certificate(), own.key(), clock.instant());
      loaded.warnings().forEach(LOG::warn);
      Set<String> names =
          own.names().isEmpty() ? loaded.identity().names() : new TreeSet<>(own.names());
      table.add(names, loaded.identity());
      tell(names, loaded.identity(), own.certificate().toString());
    }

    private void blockingAddIssued(CertSpec spec) {
      Optional<Generation> current =
          generations.computeIfAbsent(spec.id(), issued::blockingCurrent);
      current.ifPresent(
          generation -> {
            Identity identity = Identity.of(generation.credential());
            Set<String> names = new TreeSet<>(spec.names());
            names.retainAll(identity.names());
            table.add(names, identity);
            tell(names, identity, generation.origin().authority());
          });
    }

    private void blockingAddPlaceholder(CertSpec spec) throws CertificateProblem {
      Set<String> names = new TreeSet<>(spec.names());
      names.removeIf(table::covers);
      names.removeIf(onDemand::contains); // their handshakes are held
      if (names.isEmpty()) {
        return;
      }
      missing.addAll(names);
      if (config.tls().missing() == TlsConfig.Missing.PLACEHOLDER) {
        Identity identity = blockingAuthority().blockingIssue(names);
        table.add(names, identity);
        tell(names, identity, "internal CA for the time being");
      }
    }

    private void blockingAddInternal(SiteConfig site) throws CertificateProblem {
      Set<String> names = new TreeSet<>();
      for (String host : site.hosts()) {
        (host.equals(DEFAULT_SITE) ? namesOfThisMachine() : Set.of(host))
            .stream()
                .filter(name -> !table.covers(name) && !missing.contains(name))
                .forEach(names::add);
      }
      if (names.isEmpty()) {
        return;
      }
      Identity identity = blockingAuthority().blockingIssue(names);
      Instant due = InternalCa.renewalDue(identity);
      renewalDue = due.isBefore(renewalDue) ? due : renewalDue;
      table.add(names, identity);
      tell(names, identity, "internal CA");
    }

    private void tell(Set<String> names, Identity identity, String source) {
      Instant notAfter = identity.credentials().get(0).leaf().getNotAfter().toInstant();
      List<String> all = List.copyOf(names);
      states.add(new CertificateState(all.get(0), all, notAfter, source));
    }

    private void preferLocalhost() {
      if (table.covers(LOCALHOST)) {
        table.defaultName(LOCALHOST);
      }
    }
  }

  private InternalCa blockingAuthority() throws CertificateProblem {
    if (authority == null) {
      authority = InternalCa.blockingOpen(directory, clock);
    }
    return authority;
  }

  /** What a site for every host can be called from where it runs. */
  private static Set<String> namesOfThisMachine() {
    Set<String> names = new TreeSet<>(Set.of(LOCALHOST, "127.0.0.1", "::1"));
    try {
      names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      // a machine without a name is reached by the others
    }
    return names;
  }
}
