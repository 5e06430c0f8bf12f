package site.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that were found right a short while ago, so that not every request costs a hash. No
 * password is held, but a code that means nothing outside this process.
 */
final class KnownCredentials {
  private static final int MOST = 1_000;
  private static final long NANOS = Duration.ofMinutes(5).toNanos();

  private final SecretKeySpec secret;
  private final LongSupplier nanos;

  /** Codes to the time they were learnt, the longest unused first. */
  private final Map<String, Long> codes = new LinkedHashMap<>(16, 0.75f, true);

  KnownCredentials(LongSupplier nanos) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.secret = new SecretKeySpec(random, "HmacSHA256");
    this.nanos = nanos;
  }

  /** Stands for a name and its password, and tells neither. */
  String code(Credentials credentials) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      mac.update(credentials.name().getBytes(UTF_8));
      mac.update((byte) 0);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(credentials.password().getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  synchronized boolean contains(String code) {
    Long since = codes.get(code);
    return since != null && nanos.getAsLong() - since < NANOS;
  }

  synchronized void add(String code) {
    codes.put(code, nanos.getAsLong());
    if (codes.size() > MOST) {
      codes.remove(codes.keySet().iterator().next());
    }
  }
}
