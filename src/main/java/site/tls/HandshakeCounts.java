package site.tls;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Counts by what handshakes got their certificate, in front of who chooses. */
public final class HandshakeCounts implements CertificateChooser {
  private final CertificateChooser chooser;
  private final Function<ClientHello, Match> reason;
  private final Counts<Match> counts = new Counts<>(Match.class);

  /** Why a handshake got the certificate it got. */
  public enum Match {
    /** The name it asked for has one. */
    EXACT,
    /** A wildcard covers the name. */
    WILDCARD,
    /** It asked for no name; the address it came to has one. */
    IP,
    /** It was given what is there for all others. */
    DEFAULT,
    /** An authority looked whether a name is ours (RFC 8737). */
    ACME,
    /** It was refused. */
    NONE
  }

  /**
   * Begins with zeros.
   *
   * @param chooser what is counted
   * @param reason for a handshake that got an ordinary certificate
   */
  public HandshakeCounts(CertificateChooser chooser, Function<ClientHello, Match> reason) {
    this.chooser = chooser;
    this.reason = reason;
  }

  @Override
  public CompletionStage<Optional<Identity>> choose(ClientHello hello) {
    return chooser
        .choose(hello)
        .whenComplete((identity, failure) -> count(hello, failure == null && identity.isPresent()));
  }

  private void count(ClientHello hello, boolean served) {
    counts.add(match(hello, served));
  }

  private Match match(ClientHello hello, boolean served) {
    if (!served) {
      return Match.NONE;
    }
    return hello.isAcmeChallenge() ? Match.ACME : reason.apply(hello);
  }

  /** Handshakes since the start, by reason. */
  public Map<Match, Long> state() {
    return counts.sums();
  }
}
