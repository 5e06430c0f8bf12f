package site.acme.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the DNS without a cache of our own: where a name leads, whose zone it is in, and what each
 * server of that zone says.
 */
public final class DnsLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int MOST_ALIASES = 8;

  private final List<InetSocketAddress> resolvers;
  private final int authoritativePort;

  /**
   * Asks nothing yet.
   *
   * @param resolvers asked in turn until one answers
   * @param authoritativePort where the servers of zones listen, 53 but in tests
   */
  public DnsLookup(List<InetSocketAddress> resolvers, int authoritativePort) {
    this.resolvers = List.copyOf(resolvers);
    this.authoritativePort = authoritativePort;
  }

  /** Asks the resolvers of this machine. */
  public static DnsLookup ofThisMachine() {
    return new DnsLookup(ResolverConfig.getCurrentConfig().servers(), SimpleResolver.DEFAULT_PORT);
  }

  /**
   * The name at the end of the aliases that begin at this one (RFC 1034 3.6.2).
   *
   * @return the name itself when it is no alias
   */
  public String blockingTarget(String name) throws DnsFailure {
    Name at = name(name);
    for (int hop = 0; hop < MOST_ALIASES; hop++) {
      List<CNAMERecord> aliases = blockingFind(at, Type.CNAME, CNAMERecord.class);
      if (aliases.isEmpty()) {
        return text(at);
      }
      at = aliases.get(0).getTarget();
    }
    throw new DnsFailure(name + ": more than " + MOST_ALIASES + " aliases (CNAME) in a row");
  }

  /** The zone a name is in: the nearest name above it that has an SOA record. */
  String blockingZone(String name) throws DnsFailure {
    for (Name at = name(name); at.labels() > 1; at = new Name(at, 1)) {
      if (!blockingFind(at, Type.SOA, Record.class).isEmpty()) {
        return text(at);
      }
    }
    throw new DnsFailure(name + ": no zone was found for it (no SOA record above it)");
  }

  /** The names of the servers of a zone. */
  List<String> blockingServers(String zone) throws DnsFailure {
    return blockingFind(name(zone), Type.NS, NSRecord.class).stream()
        .map(server -> text(server.getTarget()))
        .sorted()
        .toList();
  }

  /** IPv4 and IPv6 addresses, literals included. */
  public List<InetAddress> blockingAddresses(String host) throws DnsFailure {
    Name name = name(host);
    return Stream.concat(
            blockingFind(name, Type.A, ARecord.class).stream().map(ARecord::getAddress),
            blockingFind(name, Type.AAAA, AAAARecord.class).stream().map(AAAARecord::getAddress))
        .toList();
  }

  /** The values of a TXT record as one server of the zone has them. */
  Set<String> blockingValuesAt(InetAddress server, String name) throws IOException, DnsFailure {
    Message question = Message.newQuery(Record.newRecord(name(name), Type.TXT, DClass.IN));
    question.getHeader().unsetFlag(Flags.RD);
    return records(
            blockingAsk(new InetSocketAddress(server, authoritativePort), question),
            name(name),
            TXTRecord.class)
        .stream()
        .map(DnsLookup::joined)
        .collect(Collectors.toSet());
  }

  /** The values of a TXT record as the resolvers know them. */
  public Set<String> blockingValues(String name) throws DnsFailure {
    return blockingFind(name(name), Type.TXT, TXTRecord.class).stream()
        .map(DnsLookup::joined)
        .collect(Collectors.toSet());
  }

  /** The records of a type at a name, in the form of zone files. */
  public List<String> blockingRecords(String name, String type) throws DnsFailure {
    return blockingFind(name(name), Type.value(type), Record.class).stream()
        .map(Record::rdataToString)
        .toList();
  }

  private <T extends Record> List<T> blockingFind(Name name, int type, Class<T> kind)
      throws DnsFailure {
    Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    List<String> reasons = new ArrayList<>();
    for (InetSocketAddress resolver : resolvers) {
      try {
        Message answer = blockingAsk(resolver, question);
        int rcode = answer.getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
          return records(answer, name, kind);
        }
        reasons.add(shown(resolver) + " answered " + Rcode.string(rcode));
      } catch (IOException e) {
        reasons.add(shown(resolver) + " did not answer (" + e.getMessage() + ")");
      }
    }
    throw new DnsFailure(
        "%s %s cannot be looked up: %s"
            .formatted(text(name), Type.string(type), String.join(", ", reasons)));
  }

  private static Message blockingAsk(InetSocketAddress server, Message question)
      throws IOException {
    SimpleResolver resolver = new SimpleResolver(server);
    resolver.setTimeout(PATIENCE);
    return resolver.send(question);
  }

  /** An alias leads elsewhere, so only records of the very name count. */
  private static <T extends Record> List<T> records(Message answer, Name name, Class<T> kind) {
    return answer.getSection(Section.ANSWER).stream()
        .filter(record -> record.getName().equals(name))
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Long texts come in pieces of 255 octets (RFC 1035 3.3.14). */
  private static String joined(TXTRecord record) {
    return String.join("", record.getStrings());
  }

  static Name name(String text) throws DnsFailure {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new DnsFailure("\"" + text + "\" is no name for the DNS: " + e.getMessage(), e);
    }
  }

  private static String text(Name name) {
    return name.toString(true);
  }

  private static String shown(InetSocketAddress server) {
    return server.getHostString() + ":" + server.getPort();
  }
}
