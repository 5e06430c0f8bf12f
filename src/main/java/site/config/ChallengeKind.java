package site.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to prove to a certificate authority that a name is ours (RFC 8555 8, RFC 8737). */
public enum ChallengeKind {
  HTTP_01,
  TLS_ALPN_01,
  DNS_01,
  DNS_PERSIST_01;

  /** As the protocol and the configuration write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind with this {@link #text}. */
  public static Optional<ChallengeKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
