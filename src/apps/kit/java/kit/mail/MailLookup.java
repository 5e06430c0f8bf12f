package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import io.vertx.core.dns.MxRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the DNS whether a domain takes mail. Only a clear no counts: a name server that is slow, or
 * does not know, is no reason to turn anybody away.
 */
final class MailLookup {
  private static final long PATIENCE_SECONDS = 3;

  /** So many questions at a time; who comes while they are open is let in unasked. */
  private static final int MOST = 100;

  private final DnsClient dns;
  private int open;

  MailLookup(Vertx vertx, DnsClientOptions server) {
    dns = vertx.createDnsClient(server);
  }

  /** False when the domain certainly takes none; never fails. */
  Future<Boolean> takesMail(String domain) {
    if (open == MOST) {
      return Future.succeededFuture(true);
    }
    open++;
    return ask(domain)
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .otherwise(failure -> !isNo(failure))
        .onComplete(v -> open--);
  }

  /** RFC 5321 5.1: without MX the domain's own address counts. */
  private Future<Boolean> ask(String domain) {
    return dns.resolveMX(domain)
        .compose(
            mx ->
                mx.isEmpty()
                    ? anyAddress(domain)
                    : Future.succeededFuture(!mx.stream().allMatch(MailLookup::isNull)));
  }

  /** An alias counts, as the client does not show what it leads to. */
  private Future<Boolean> anyAddress(String domain) {
    return any(() -> dns.resolveA(domain))
        .compose(has -> has ? Future.succeededFuture(true) : any(() -> dns.resolveAAAA(domain)))
        .compose(has -> has ? Future.succeededFuture(true) : any(() -> dns.resolveCNAME(domain)));
  }

  private static Future<Boolean> any(Supplier<Future<List<String>>> question) {
    return question.get().map(found -> !found.isEmpty());
  }

  /** RFC 7505: a domain says so itself. */
  private static boolean isNull(MxRecord record) {
    return record.name() == null || record.name().isEmpty() || record.name().equals(".");
  }

  private static boolean isNo(Throwable failure) {
    return failure instanceof DnsException told && told.code() == DnsResponseCode.NXDOMAIN;
  }
}
