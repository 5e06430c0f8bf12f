package site.tls;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import site.tls.HandshakeCounts.Match;

/**
 * Which identity for which name: exact, then one-label wildcard, then what was set for unknown
 * names. Immutable.
 */
public final class CertificateTable {

  /** The answer to a server name nobody has a certificate for. */
  public enum UnknownName {
    REFUSE,
    DEFAULT
  }

  private final Map<String, Identity> byName;
  private final Optional<Identity> byDefault;
  private final UnknownName unknownName;

  private CertificateTable(
      Map<String, Identity> byName, Optional<Identity> byDefault, UnknownName unknownName) {
    this.byName = Map.copyOf(byName);
    this.byDefault = byDefault;
    this.unknownName = unknownName;
  }

  /** A table to be filled; without more it has no certificates and refuses everybody. */
  public static Builder builder() {
    return new Builder();
  }

  /** Chooses by the name a client asks for, or without one by the address it connected to. */
  public Optional<Identity> find(ClientHello hello) {
    return hello
        .serverName()
        .map(this::named)
        .orElseGet(() -> addressed(hello.localAddress()).or(() -> byDefault));
  }

  /** Why {@link #find} has something for a handshake; for one it refuses this means nothing. */
  Match match(ClientHello hello) {
    if (hello.serverName().isEmpty()) {
      return addressed(hello.localAddress()).isPresent() ? Match.IP : byDefault();
    }
    String name = Names.normalized(hello.serverName().get());
    if (byName.containsKey(name)) {
      return Match.EXACT;
    }
    return byName.containsKey(wildcardOf(name)) ? Match.WILDCARD : byDefault();
  }

  private Match byDefault() {
    return byDefault.isPresent() ? Match.DEFAULT : Match.NONE;
  }

  private Optional<Identity> named(String name) {
    return lookUp(byName, Names.normalized(name))
        .or(() -> unknownName == UnknownName.DEFAULT ? byDefault : Optional.empty());
  }

  private Optional<Identity> addressed(Optional<InetAddress> local) {
    return local.map(InetAddress::getHostAddress).map(byName::get);
  }

  /** RFC 6125 6.4.3: the wildcard stands for exactly the leftmost label. */
  private static Optional<Identity> lookUp(Map<String, Identity> byName, String name) {
    return Optional.ofNullable(byName.get(name))
        .or(() -> Optional.ofNullable(byName.get(wildcardOf(name))));
  }

  private static String wildcardOf(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : "*" + name.substring(dot);
  }

  /** Collects identities; not thread-safe. */
  public static final class Builder {
    private final Map<String, Identity> byName = new HashMap<>();
    private Optional<String> defaultName = Optional.empty();
    private UnknownName unknownName = UnknownName.REFUSE;

    private Builder() {}

    /**
     * Adds an identity under these names: host names, {@code *.} wildcards, IP addresses. Where a
     * name has one already, credentials of other key algorithms join it and equal ones change
     * nothing.
     */
    public Builder add(Set<String> names, Identity identity) {
      names.forEach(name -> byName.merge(Names.normalized(name), identity, Identity::and));
      return this;
    }

    /** Whether a client asking for this name would get a certificate that was added for it. */
    public boolean covers(String name) {
      return lookUp(byName, Names.normalized(name)).isPresent();
    }

    /** The name served to clients that ask for none; without it, the only certificate is. */
    public Builder defaultName(String name) {
      defaultName = Optional.of(name);
      return this;
    }

    /** What clients get that ask for a name not in the table; {@code REFUSE} unless set. */
    public Builder unknownName(UnknownName answer) {
      unknownName = answer;
      return this;
    }

    public CertificateTable build() {
      return new CertificateTable(byName, byDefault(), unknownName);
    }

    private Optional<Identity> byDefault() {
      if (defaultName.isPresent()) {
        return lookUp(byName, Names.normalized(defaultName.get()));
      }
      Set<Identity> all = Set.copyOf(byName.values());
      return all.stream().filter(only -> all.size() == 1).findFirst();
    }
  }
}
