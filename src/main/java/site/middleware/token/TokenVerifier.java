package site.middleware.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds tokens against the keys of their issuer, asking for newer keys where that may help.
 * Remembers what it has verified, as clients send the same token many times.
 */
public final class TokenVerifier {
  private static final int MOST_KNOWN = 1_000;

  private final TokenRules rules;
  private final KeySource source;
  private final Clock clock;

  /** Hashes of tokens to what they say, the longest unused first. */
  private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  private record Known(Claims claims, KeyRing keys) {}

  public TokenVerifier(TokenRules rules, KeySource source, Clock clock) {
    this.rules = rules;
    this.source = source;
    this.clock = clock;
  }

  /** What it says; fails with a {@link TokenRefusal}, or otherwise when there are no keys. */
  public Future<Claims> verify(String token) {
    return source.keys().compose(keys -> withKeys(token, keys));
  }

  private Future<Claims> withKeys(String token, KeyRing keys) {
    try {
      return Future.succeededFuture(now(token, keys));
    } catch (TokenRefusal refusal) {
      return refusal.keyIsUnknown()
          ? source.newerThan(keys).compose(newer -> again(token, keys, newer, refusal))
          : Future.failedFuture(refusal);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very same ring has the same answer
  private Future<Claims> again(String token, KeyRing keys, KeyRing newer, TokenRefusal refusal) {
    if (newer == keys) {
      return Future.failedFuture(refusal);
    }
    try {
      return Future.succeededFuture(now(token, newer));
    } catch (TokenRefusal still) {
      return Future.failedFuture(still);
    }
  }

  @SuppressWarnings("ReferenceEquality") // what other keys have verified counts no more
  private Claims now(String token, KeyRing keys) throws TokenRefusal {
    String hash = hash(token);
    Known before;
    synchronized (known) {
      before = known.get(hash);
    }
    if (before != null && before.keys == keys) {
      rules.check(before.claims, clock.instant());
      return before.claims;
    }
    Claims claims = rules.verified(token, keys, clock.instant());
    remember(hash, new Known(claims, keys));
    return claims;
  }

  private void remember(String hash, Known verified) {
    synchronized (known) {
      known.put(hash, verified);
      if (known.size() > MOST_KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  private static String hash(String token) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError(e.getMessage(), e); // every Java has it
    }
  }
}
