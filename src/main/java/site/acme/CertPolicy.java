package site.acme;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import site.config.AcmeConfig;
import site.config.Address;
import site.config.ChallengeKind;
import site.config.Config;
import site.config.HostName;
import site.config.IssuanceConfig;
import site.config.KeyKind;
import site.config.ListenerConfig;
import site.config.TlsConfig;
import site.config.TlsConfig.GroupConfig;

/**
 * Which certificates a configuration wants from authorities: each group in one, every other public
 * name in one of its own, so that a name which fails takes none with it. Pure.
 *
 * @param specs by {@link CertSpec#id}, in the order of the configuration
 */
public record CertPolicy(Map<String, CertSpec> specs) {
  public static final CertPolicy NONE = new CertPolicy(Map.of());

  /**
   * What changes from one policy to the next.
   *
   * @param added or changed
   * @param removed ids
   */
  public record Diff(List<CertSpec> added, List<String> removed) {}

  /**
   * The certificates of a configuration.
   *
   * @param solvable the ways to prove a name that are there
   * @param served whether a name has a certificate in the operator's files
   */
  public static CertPolicy of(
      Config config, Set<ChallengeKind> solvable, Predicate<String> served) {
    return of(config, solvable, served, Set.of());
  }

  /**
   * The same, with names that came up at handshakes.
   *
   * @param onDemand each gets a certificate of its own
   */
  public static CertPolicy of(
      Config config, Set<ChallengeKind> solvable, Predicate<String> served, Set<String> onDemand) {
    boolean wanted =
        config.tls().mode() == TlsConfig.Mode.AUTO
            && config.listeners().stream().anyMatch(ListenerConfig::tls);
    return wanted ? new Collection(config, solvable, served, onDemand).policy() : NONE;
  }

  public Diff changesTo(CertPolicy next) {
    return new Diff(
        next.specs.values().stream().filter(s -> !s.equals(specs.get(s.id()))).toList(),
        specs.keySet().stream().filter(id -> !next.specs.containsKey(id)).toList());
  }

  /** The names that an authority vouches for, sooner or later. */
  public Set<String> names() {
    return specs.values().stream()
        .flatMap(spec -> spec.names().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Where in the file system a certificate lies: nothing in a name leads elsewhere. */
  public static String idOf(String name) {
    return name.replace("*", "_wildcard").replace(':', '-');
  }

  private static final class Collection {
    private final Config config;
    private final TlsConfig tls;
    private final Set<ChallengeKind> solvable;
    private final Predicate<String> served;
    private final Set<String> onDemand;
    private final Map<String, CertSpec> specs = new LinkedHashMap<>();
    private final Set<String> covered = new LinkedHashSet<>();

    Collection(
        Config config,
        Set<ChallengeKind> solvable,
        Predicate<String> served,
        Set<String> onDemand) {
      this.onDemand = onDemand;
      this.config = config;
      this.tls = config.tls();
      this.solvable = solvable;
      this.served = served;
    }

    CertPolicy policy() {
      for (GroupConfig group : tls.groups()) {
        add(group.id().orElse(idOf(group.names().get(0))), group.names(), group.issuance());
      }
      // wildcards first: what they cover needs no certificate of its own
      List<String> names = names();
      names.stream().filter(name -> name.startsWith("*.")).forEach(this::addAlone);
      names.forEach(this::addAlone);
      return new CertPolicy(Collections.unmodifiableMap(specs));
    }

    private List<String> names() {
      return Stream.concat(
              config.sites().stream().flatMap(site -> site.hosts().stream()),
              Stream.concat(tls.names().stream(), onDemand.stream()))
          .filter(HostName::isPublic)
          .filter(name -> !tls.exclude().contains(name))
          .distinct()
          .toList();
    }

    private void addAlone(String name) {
      boolean solved = !name.startsWith("*.") || solvable.contains(ChallengeKind.DNS_01);
      if (solved
          && !served.test(name)
          && !covered.contains(name)
          && !covered.contains(wildcardOf(name))) {
        add(idOf(name), List.of(name), tls.issuance());
      }
    }

    private void add(String id, List<String> names, IssuanceConfig issuance) {
      covered.addAll(names);
      KeyKind first = issuance.keys().get(0);
      for (KeyKind key : issuance.keys()) {
        String own = key == first ? id : id + "-" + key.text();
        specs.put(own, spec(own, names, key, issuance));
      }
    }

    private CertSpec spec(String id, List<String> names, KeyKind key, IssuanceConfig issuance) {
      List<Authority> authorities =
          issuance.authorities().stream().map(a -> Authority.of(a, tls.acme().root())).toList();
      return new CertSpec(
          id,
          names,
          key,
          issuance.reuseKey(),
          issuance.profile().map(CertSpec.Profile::of).or(() -> forced(names, authorities)),
          issuance.preferredChain(),
          authorities,
          challenges(names, issuance));
    }

    /** Let's Encrypt certifies addresses for six days only. */
    private static Optional<CertSpec.Profile> forced(
        List<String> names, List<Authority> authorities) {
      boolean address = names.stream().anyMatch(CertPolicy::isAddress);
      return address && authorities.stream().anyMatch(Authority::isLetsEncrypt)
          ? Optional.of(new CertSpec.Profile("shortlived", true))
          : Optional.empty();
    }

    private List<ChallengeKind> challenges(List<String> names, IssuanceConfig issuance) {
      // RFC 8555 8.4: nothing but DNS proves a name below a wildcard
      if (names.stream().anyMatch(name -> name.startsWith("*."))) {
        return Stream.of(ChallengeKind.DNS_01, ChallengeKind.DNS_PERSIST_01)
            .filter(solvable::contains)
            .toList();
      }
      List<ChallengeKind> possible = new ArrayList<>(issuance.challenges());
      if (config.listeners().stream().allMatch(ListenerConfig::tls)) {
        possible.remove(ChallengeKind.HTTP_01);
      }
      possible.retainAll(solvable);
      if (isSurelyReached(443, true) && !isSurelyReached(80, false)) {
        moveBehind(possible, ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);
      }
      return possible;
    }

    private static void moveBehind(
        List<ChallengeKind> kinds, ChallengeKind late, ChallengeKind early) {
      if (kinds.contains(early) && kinds.remove(late)) {
        kinds.add(kinds.indexOf(early) + 1, late);
      }
    }

    /**
     * Authorities come to 80 and 443: something listens there, or the operator has them led here.
     */
    private boolean isSurelyReached(int port, boolean tls) {
      AcmeConfig.MappedPorts mapped = this.tls.acme().mapped();
      return (tls ? mapped.https() : mapped.http()).isPresent()
          || config.listeners().stream()
              .filter(listener -> listener.tls() == tls)
              .map(ListenerConfig::address)
              .anyMatch(address -> address instanceof Address.Tcp tcp && tcp.port() == port);
    }

    private static String wildcardOf(String name) {
      return "*" + name.substring(Math.max(0, name.indexOf('.')));
    }
  }

  static boolean isAddress(String name) {
    return NetUtil.createByteArrayFromIpAddressString(name) != null;
  }
}
