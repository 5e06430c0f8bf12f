package site.proxy;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks the DNS for the addresses of names and for how long they are good; names of the hosts file
 * are found there. Keeps nothing: who asks knows when to ask again.
 */
final class NameLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DnsNameResolver resolver;

  /** Asks these servers, from this event loop. */
  NameLookup(VertxInternal vertx, EventLoop loop, DnsServerAddressStreamProvider servers) {
    this.resolver =
        new DnsNameResolverBuilder(loop)
            .datagramChannelFactory(vertx.transport().datagramChannelFactory())
            .nameServerProvider(servers)
            .queryTimeoutMillis(PATIENCE.toMillis())
            .build();
  }

  /** All addresses of a name, with this port; fails when it has none or nobody answers. */
  Future<Places> find(String name, int port) {
    Future<List<DnsRecord>> four = ask(name, DnsRecordType.A);
    Future<List<DnsRecord>> six = ask(name, DnsRecordType.AAAA);
    return Future.join(four, six)
        .transform(
            done ->
                four.failed() && six.failed()
                    ? Future.failedFuture(four.cause())
                    : answer(name, port, found(four), found(six)));
  }

  void close() {
    resolver.close();
  }

  /** The records of one type; who asks releases them. */
  Future<List<DnsRecord>> ask(String name, DnsRecordType type) {
    Promise<List<DnsRecord>> answered = Promise.promise();
    resolver
        .resolveAll(new DefaultDnsQuestion(name, type))
        .addListener(
            (io.netty.util.concurrent.Future<List<DnsRecord>> done) -> {
              if (done.isSuccess()) {
                answered.complete(done.getNow());
              } else {
                answered.fail(done.cause());
              }
            });
    return answered.future();
  }

  private static List<DnsRecord> found(Future<List<DnsRecord>> answered) {
    return answered.succeeded() ? answered.result() : List.of();
  }

  private static Future<Places> answer(
      String name, int port, List<DnsRecord> four, List<DnsRecord> six) {
    List<Endpoint> endpoints = new ArrayList<>();
    long ttl = Long.MAX_VALUE;
    for (DnsRecord record : Stream.concat(four.stream(), six.stream()).toList()) {
      if (record instanceof DnsRawRecord raw && isAddress(raw)) {
        endpoints.add(new Endpoint(address(raw), port));
        ttl = Math.min(ttl, raw.timeToLive());
      }
      ReferenceCountUtil.release(record);
    }
    return endpoints.isEmpty()
        ? Future.failedFuture(new UnknownHostException(name))
        : Future.succeededFuture(new Places(endpoints, Duration.ofSeconds(ttl)));
  }

  /** Aliases (CNAME) stand in an answer as well. */
  private static boolean isAddress(DnsRawRecord record) {
    int length = record.content().readableBytes();
    return (record.type().equals(DnsRecordType.A) && length == 4)
        || (record.type().equals(DnsRecordType.AAAA) && length == 16);
  }

  private static InetAddress address(DnsRawRecord record) {
    byte[] bytes = new byte[record.content().readableBytes()];
    record.content().getBytes(record.content().readerIndex(), bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
