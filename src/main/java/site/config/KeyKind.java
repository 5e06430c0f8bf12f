package site.config;

import java.util.Locale;

/** A kind of private key for a certificate. */
public enum KeyKind {
  P256,
  P384,
  RSA2048,
  RSA3072,
  RSA4096;

  /** As it is written in the configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
