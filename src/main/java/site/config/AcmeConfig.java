package site.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How we speak to certificate authorities (RFC 8555).
 *
 * @param contact mail address given to them
 * @param terms whether their terms of service are agreed to by configuring them
 * @param renewalInfo whether they are asked when to renew (RFC 9773)
 * @param stagingAfterFailure whether a failed validation is tried on staging next
 * @param renewAt part of the lifetime that is left at renewal; absent: by lifetime
 * @param mapped where authorities arrive
 * @param root PEM file of the authority their servers are under, where they name none
 * @param proxy for requests to them
 * @param timeout of one request, answer included
 * @param cluster whether several servers may share the directory
 * @param statelessHttp01 whether any server with the key of the account answers for the names
 * @param dns how records are made; absent: names are not proven by records
 */
public record AcmeConfig(
    Optional<String> contact,
    Terms terms,
    boolean renewalInfo,
    boolean stagingAfterFailure,
    OptionalDouble renewAt,
    MappedPorts mapped,
    Optional<Path> root,
    Optional<URI> proxy,
    Duration timeout,
    Cluster cluster,
    boolean statelessHttp01,
    Optional<DnsConfig> dns) {

  /**
   * Ports of ours that 80 and 443 lead to, where authorities come (RFC 8555 8.3, RFC 8737 3);
   * absent: the operator does not say that anything leads here.
   */
  public record MappedPorts(OptionalInt http, OptionalInt https) {
    public static final MappedPorts NONE =
        new MappedPorts(OptionalInt.empty(), OptionalInt.empty());
  }

  /** What is done about terms of service. */
  public enum Terms {
    ACCEPT,
    /** Nothing is ordered until a person has agreed. */
    ASK
  }

  /** How several servers share one directory. */
  public enum Cluster {
    /** One of them, which holds a lock of the operating system, orders for all. */
    LOCK,
    /** The same by a file that is written every few seconds, where locks cannot be had. */
    LEASE,
    /** There is only one. */
    NONE
  }
}
