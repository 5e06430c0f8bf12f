package site.acme;

import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Answers http-01 for tokens nobody told us: the answer is the token and the thumbprint of the
 * account's key (RFC 8555 8.1), so every server that has the key knows it. Speaks for the account
 * with the first authority of a certificate only, as the token does not tell who asks.
 */
public final class StatelessAnswers {
  private static final Duration READ_AGAIN = Duration.ofSeconds(10);

  private final AccountStore accounts;
  private final Clock clock;
  private final Map<String, Known> thumbprints = new ConcurrentHashMap<>();

  private record Known(Optional<String> thumbprint, Instant read) {}

  /** Reads no key yet; keys are looked for at most every few seconds. */
  public StatelessAnswers(AccountStore accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /** What to answer; empty for names that are not ours and while there is no account. */
  public Optional<String> blockingAnswer(String token, String host, CertPolicy policy) {
    return policy.specs().values().stream()
        .filter(spec -> spec.names().contains(host))
        .findFirst()
        .flatMap(spec -> blockingThumbprint(spec.authorities().get(0)))
        .map(thumbprint -> token + "." + thumbprint);
  }

  private Optional<String> blockingThumbprint(Authority authority) {
    Instant old = clock.instant().minus(READ_AGAIN);
    return thumbprints.compute(
            authority.id(),
            (id, known) ->
                known == null || known.read.isBefore(old) ? blockingRead(authority) : known)
        .thumbprint;
  }

  private Known blockingRead(Authority authority) {
    return new Known(
        accounts.blockingKeyOf(authority).map(StatelessAnswers::thumbprint), clock.instant());
  }

  /** RFC 7638. */
  private static String thumbprint(KeyPair key) {
    try {
      return JsonWebKey.Factory.newJwk(key.getPublic())
          .calculateBase64urlEncodedThumbprint("SHA-256");
    } catch (JoseException e) {
      throw new IllegalStateException(e); // our accounts have elliptic curve or RSA keys
    }
  }
}
