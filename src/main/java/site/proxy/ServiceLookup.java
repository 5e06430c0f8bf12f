package site.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the DNS for the servers of a service (RFC 2782), and for the addresses of each. */
final class ServiceLookup {
  private final NameLookup names;

  ServiceLookup(NameLookup names) {
    this.names = names;
  }

  /** A server of a service, as the DNS has it. */
  private record Server(int priority, int weight, int port, String host, long ttl) {
    static Server read(DnsRawRecord record) {
      ByteBuf in = record.content().duplicate();
      return new Server(
          in.readUnsignedShort(),
          in.readUnsignedShort(),
          in.readUnsignedShort(),
          DefaultDnsRecordDecoder.decodeName(in),
          record.timeToLive());
    }

    /** Weight 0 is a very small chance, which the share of 1 among those of thousands is. */
    Endpoint at(Endpoint found) {
      return new Endpoint(found.address(), port, Math.max(1, weight), priority);
    }
  }

  /** All its servers that have an address; fails when none has, or nobody answers. */
  Future<Places> find(String service) {
    return names
        .ask(service, DnsRecordType.SRV)
        .map(ServiceLookup::servers)
        .compose(servers -> find(service, servers));
  }

  private Future<Places> find(String service, List<Server> servers) {
    List<Future<Places>> asked =
        servers.stream().map(server -> names.find(server.host, server.port)).toList();
    return Future.join(asked).transform(done -> gather(service, servers, asked));
  }

  private static Future<Places> gather(
      String service, List<Server> servers, List<Future<Places>> asked) {
    List<Endpoint> endpoints = new ArrayList<>();
    Duration ttl = Duration.ofDays(1);
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      if (asked.get(i).succeeded()) {
        Places places = asked.get(i).result();
        places.endpoints().forEach(found -> endpoints.add(server.at(found)));
        ttl = shorter(ttl, shorter(places.ttl(), Duration.ofSeconds(server.ttl)));
      }
    }
    return endpoints.isEmpty()
        ? Future.failedFuture(new UnknownHostException(service))
        : Future.succeededFuture(new Places(endpoints, ttl));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static List<Server> servers(List<DnsRecord> records) {
    List<Server> servers = new ArrayList<>();
    for (DnsRecord record : records) {
      if (record instanceof DnsRawRecord raw && record.type().equals(DnsRecordType.SRV)) {
        servers.add(Server.read(raw));
      }
      ReferenceCountUtil.release(record);
    }
    // RFC 2782: a server called "." is none, the service is decidedly not offered.
    return servers.stream().filter(server -> !server.host.equals(".")).toList();
  }
}
