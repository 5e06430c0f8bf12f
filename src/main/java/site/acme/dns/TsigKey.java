package site.acme.dns;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/**
 * The key that signs updates (RFC 8945).
 *
 * @param algorithm such as {@code hmac-sha256}
 * @param secret Base64
 */
public record TsigKey(String name, String algorithm, String secret) {
  private static final String USUAL = "hmac-sha256";

  private static final Map<String, Name> ALGORITHMS =
      Map.of(
          "hmac-sha224", TSIG.HMAC_SHA224,
          "hmac-sha256", TSIG.HMAC_SHA256,
          "hmac-sha384", TSIG.HMAC_SHA384,
          "hmac-sha512", TSIG.HMAC_SHA512,
          "hmac-sha1", TSIG.HMAC_SHA1,
          "hmac-md5", TSIG.HMAC_MD5);

  private static final Pattern NAME = Pattern.compile("key\\s+\"?([^\"\\s{]+)\"?\\s*\\{");
  private static final Pattern ALGORITHM = Pattern.compile("algorithm\\s+\"?([^\"\\s;]+)");
  private static final Pattern SECRET = Pattern.compile("secret\\s+\"?([^\"\\s;]+)");

  /**
   * Reads what stands in the file of a key: the bare secret, or a {@code key} statement as {@code
   * tsig-keygen} writes it for BIND, which also names key and algorithm.
   *
   * @param name used when the text has none
   * @param algorithm used when the text has none
   * @throws DnsFailure with what is missing or wrong; the secret is not shown
   */
  public static TsigKey of(String text, Optional<String> name, Optional<String> algorithm)
      throws DnsFailure {
    String plainName =
        name.or(() -> find(NAME, text))
            .orElseThrow(() -> new DnsFailure("the name of the TSIG key is missing (key)"));
    String kind = algorithm.or(() -> find(ALGORITHM, text)).orElse(USUAL).toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.containsKey(kind)) {
      throw new DnsFailure("\"" + kind + "\" is no TSIG algorithm (expected such as hmac-sha256)");
    }
    return new TsigKey(plainName, kind, secret(find(SECRET, text).orElse(text.strip())));
  }

  private static String secret(String base64) throws DnsFailure {
    try {
      Base64.getDecoder().decode(base64);
      return base64;
    } catch (IllegalArgumentException e) {
      throw new DnsFailure("the secret of the TSIG key is not Base64");
    }
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  TSIG signer() throws DnsFailure {
    return new TSIG(
        ALGORITHMS.get(algorithm), DnsLookup.name(name), Base64.getDecoder().decode(secret));
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return name + " (" + algorithm + ")";
  }
}
