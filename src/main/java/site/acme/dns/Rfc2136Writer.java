package site.acme.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Update;

/** Writes by dynamic updates (RFC 2136), signed with a TSIG key (RFC 8945). */
public final class Rfc2136Writer implements TxtWriter {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TTL = 60;

  private final InetSocketAddress server;
  private final Optional<String> zone;
  private final TsigKey key;
  private final DnsLookup lookup;

  /**
   * Asks nothing yet.
   *
   * @param server the primary of the zone
   * @param zone found by its SOA record when it is not given
   */
  public Rfc2136Writer(
      InetSocketAddress server, Optional<String> zone, TsigKey key, DnsLookup lookup) {
    this.server = server;
    this.zone = zone;
    this.key = key;
    this.lookup = lookup;
  }

  @Override
  public void blockingAdd(DnsProof proof, String name) throws DnsFailure {
    Update update = blockingUpdate(name);
    update.add(record(proof, name));
    blockingSend(update, name);
  }

  @Override
  public void blockingRemove(DnsProof proof, String name) throws DnsFailure {
    Update update = blockingUpdate(name);
    update.delete(record(proof, name)); // this value only (RFC 2136 2.5.4)
    blockingSend(update, name);
  }

  private Update blockingUpdate(String name) throws DnsFailure {
    Name at = DnsLookup.name(zone.isPresent() ? zone.get() : lookup.blockingZone(name));
    if (!DnsLookup.name(name).subdomain(at)) {
      throw new DnsFailure(name + " is not in the zone " + at + " that is configured for updates");
    }
    return new Update(at);
  }

  private static TXTRecord record(DnsProof proof, String name) throws DnsFailure {
    return new TXTRecord(DnsLookup.name(name), DClass.IN, TTL, proof.value());
  }

  private void blockingSend(Update update, String name) throws DnsFailure {
    try {
      SimpleResolver resolver = new SimpleResolver(server);
      resolver.setTimeout(PATIENCE);
      resolver.setTCP(true); // no limit of size, and no forged answer
      resolver.setTSIGKey(key.signer());
      Message answer = resolver.send(update);
      if (answer.getRcode() != Rcode.NOERROR) {
        throw new DnsFailure(refusal(answer, name));
      }
    } catch (IOException e) {
      throw new DnsFailure(
          "the name server %s could not be asked to change %s: %s"
              .formatted(shown(), name, e.getMessage()),
          e);
    }
  }

  private String refusal(Message answer, String name) {
    TSIGRecord signature = answer.getTSIG();
    int error = signature == null ? Rcode.NOERROR : signature.getError();
    String detail = error == Rcode.NOERROR ? "" : " (" + Rcode.TSIGstring(error) + ")";
    return "the name server %s refused to change %s: %s%s; %s"
        .formatted(
            shown(),
            name,
            Rcode.string(answer.getRcode()),
            detail,
            advice(answer.getRcode(), error));
  }

  private String advice(int rcode, int signatureError) {
    return switch (signatureError) {
      case Rcode.BADKEY -> "it does not know the key " + key;
      case Rcode.BADSIG -> "the secret of the key " + key + " differs from its own";
      case Rcode.BADTIME -> "its clock and ours differ";
      default ->
          switch (rcode) {
            case Rcode.REFUSED -> "its update policy does not allow this to the key " + key;
            case Rcode.NOTAUTH ->
                "it is not the primary of that zone, or does not accept the key " + key;
            case Rcode.NOTZONE -> "the name is outside the zone";
            default -> "see its log";
          };
    };
  }

  private String shown() {
    return server.getHostString() + ":" + server.getPort();
  }
}
