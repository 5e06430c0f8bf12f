package site.acme.dns;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import site.acme.AcmeFailure;
import site.acme.AcmeProblem;
import site.acme.ExternalCommand;
import site.acme.Solver;
import site.config.Command;
import site.config.DnsConfig;
import site.config.ServerAddress;

/** Makes the solvers a configuration describes. */
public final class DnsSolvers {
  private static final int DNS_PORT = 53;

  private DnsSolvers() {}

  /**
   * One for each way to prove names by the DNS.
   *
   * @throws AcmeProblem with a sentence, when a key or the name of a server is no good
   */
  public static List<Solver> blockingOf(DnsConfig config, Clock clock) throws AcmeProblem {
    return blockingOf(config, clock, DNS_PORT);
  }

  /** With servers that listen elsewhere. */
  static List<Solver> blockingOf(DnsConfig config, Clock clock, int authoritativePort)
      throws AcmeProblem {
    try {
      DnsLookup lookup = lookup(config, authoritativePort);
      List<Solver> solvers = new ArrayList<>();
      if (config.writer().isPresent()) {
        solvers.add(new DnsSolver(new DnsRecords(writer(config.writer().get(), lookup), lookup)));
      }
      if (config.persist()) {
        solvers.add(new PersistSolver(lookup, clock));
      }
      return List.copyOf(solvers);
    } catch (DnsFailure e) {
      throw new AcmeProblem(AcmeFailure.local("tls.acme.dns: " + e.getMessage()), e);
    }
  }

  /**
   * Whether the keys can be used; looks no server up.
   *
   * @throws AcmeProblem with a sentence, when one is no good
   */
  public static void check(DnsConfig config) throws AcmeProblem {
    try {
      if (config.writer().isPresent() && config.writer().get() instanceof DnsConfig.Rfc2136 u) {
        TsigKey.of(u.secret(), u.key(), u.algorithm()).signer();
      }
    } catch (DnsFailure e) {
      throw new AcmeProblem(AcmeFailure.local("tls.acme.dns.rfc2136: " + e.getMessage()), e);
    }
  }

  /** Looks where this configuration says, or where this machine usually does. */
  public static DnsLookup blockingLookup(Optional<DnsConfig> config) throws AcmeProblem {
    try {
      return config.isPresent() ? lookup(config.get(), DNS_PORT) : DnsLookup.ofThisMachine();
    } catch (DnsFailure e) {
      throw new AcmeProblem(AcmeFailure.local("tls.acme.dns: " + e.getMessage()), e);
    }
  }

  private static DnsLookup lookup(DnsConfig config, int authoritativePort) throws DnsFailure {
    List<InetSocketAddress> resolvers = new ArrayList<>();
    for (ServerAddress resolver : config.resolvers()) {
      resolvers.add(resolved(resolver));
    }
    return resolvers.isEmpty()
        ? DnsLookup.ofThisMachine()
        : new DnsLookup(resolvers, authoritativePort);
  }

  private static TxtWriter writer(DnsConfig.Writer config, DnsLookup lookup) throws DnsFailure {
    if (config instanceof DnsConfig.Rfc2136 update) {
      TsigKey key = TsigKey.of(update.secret(), update.key(), update.algorithm());
      return new Rfc2136Writer(resolved(update.server()), update.zone(), key, lookup);
    }
    if (config instanceof DnsConfig.AcmeDns acmeDns) {
      return new AcmeDnsWriter(acmeDns.url(), acmeDns.accountFile());
    }
    DnsConfig.Exec exec = (DnsConfig.Exec) config;
    return new ExecWriter(
        command(exec.present(), exec), exec.cleanup().map(words -> command(words, exec)));
  }

  private static ExternalCommand command(Command command, DnsConfig.Exec exec) {
    return new ExternalCommand(command.words(), exec.timeout());
  }

  private static InetSocketAddress resolved(ServerAddress address) throws DnsFailure {
    InetSocketAddress server = new InetSocketAddress(address.host(), address.portOr(DNS_PORT));
    if (server.isUnresolved()) {
      throw new DnsFailure("the server " + address + " has no address");
    }
    return server;
  }
}
