package site.acme.doctor;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import site.acme.AcmeProblem;
import site.acme.Authority;
import site.acme.CaNetwork;
import site.acme.CertSpec;
import site.acme.CertStore;
import site.acme.dns.DnsFailure;
import site.acme.dns.DnsLookup;
import site.config.ChallengeKind;
import site.config.Config;

/**
 * Looks at everything between a name and its certificate, as an authority would, and explains what
 * is in the way. Orders nothing and changes nothing.
 */
public final class CertDoctor {
  private final Config config;
  private final DnsLookup lookup;
  private final CertStore store;
  private final Clock clock;

  public CertDoctor(Config config, DnsLookup lookup, CertStore store, Clock clock) {
    this.config = config;
    this.lookup = lookup;
    this.store = store;
    this.clock = clock;
  }

  /** What is found about one name of a certificate, in the order in which it matters. */
  public List<Finding> blockingExamine(String name, CertSpec spec) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(blockingReachability(name, spec));
    for (Authority authority : spec.authorities()) {
      findings.addAll(blockingAuthority(name, authority));
    }
    findings.add(blockingStorage());
    return List.copyOf(findings);
  }

  private List<Finding> blockingReachability(String name, CertSpec spec) {
    if (spec.challenges().isEmpty()) {
      return List.of(
          Finding.bad(
              name
                  + " cannot be proven in any way: a wildcard needs tls.acme.dns, other names a"
                  + " listener that fits tls.acme.challenges"));
    }
    boolean byDns =
        spec.challenges().stream()
            .noneMatch(k -> k == ChallengeKind.HTTP_01 || k == ChallengeKind.TLS_ALPN_01);
    if (byDns) {
      return List.of(Finding.good(name + " is proven by DNS, whatever its addresses are"));
    }
    try {
      Reachability reachability =
          new Reachability(
              config.listeners(), config.tls().acme().mapped(), blockingOwnAddresses());
      List<Finding> findings =
          new ArrayList<>(reachability.of(name, lookup.blockingAddresses(name)));
      findings.addAll(reachability.ports());
      return List.copyOf(findings);
    } catch (DnsFailure e) {
      return List.of(Finding.bad(e.getMessage()));
    } catch (SocketException e) {
      return List.of(Finding.doubtful("the addresses of this machine cannot be read: " + e));
    }
  }

  private static Set<InetAddress> blockingOwnAddresses() throws SocketException {
    Set<InetAddress> own = new HashSet<>();
    NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).forEach(own::add);
    return own;
  }

  private List<Finding> blockingAuthority(String name, Authority authority) {
    try {
      AuthorityProbe.Answer answer =
          new AuthorityProbe(clock)
              .blockingAsk(authority, CaNetwork.of(config.tls().acme()).blockingClient(authority));
      List<Finding> findings = new ArrayList<>(answer.findings());
      findings.add(
          blockingCaa(name)
              .map(rules -> rules.judge(name.startsWith("*."), authority.id(), answer.identities()))
              .orElse(Finding.good("no CAA record restricts who may issue")));
      return List.copyOf(findings);
    } catch (AcmeProblem | DnsFailure e) {
      return List.of(Finding.bad(e.getMessage()));
    }
  }

  /** RFC 8659 3: the nearest name upwards that has any. */
  private Optional<CaaRules> blockingCaa(String name) throws DnsFailure {
    for (String at = name.replaceFirst("^\\*\\.", ""); !at.isEmpty(); at = above(at)) {
      List<CaaRules.Rule> rules =
          lookup.blockingRecords(lookup.blockingTarget(at), "CAA").stream()
              .map(CaaRules.Rule::parse)
              .flatMap(Optional::stream)
              .toList();
      if (!rules.isEmpty()) {
        return Optional.of(new CaaRules(at, rules));
      }
    }
    return Optional.empty();
  }

  private static String above(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  private Finding blockingStorage() {
    try {
      store.blockingSelfTest();
      return Finding.good("certificates can be stored");
    } catch (AcmeProblem e) {
      return Finding.bad(e.getMessage());
    }
  }
}
