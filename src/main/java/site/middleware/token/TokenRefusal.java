package site.middleware.token;

/** Why a token is not believed, in words that give nothing of it away. An outcome, no fault. */
public final class TokenRefusal extends Exception {
  private final boolean keyIsUnknown;

  private TokenRefusal(String reason, boolean keyIsUnknown) {
    super(reason, null, false, false);
    this.keyIsUnknown = keyIsUnknown;
  }

  static TokenRefusal because(String reason) {
    return new TokenRefusal(reason, false);
  }

  /** Newer keys may know it. */
  static TokenRefusal unknownKey() {
    return new TokenRefusal("signed by a key that is not known", true);
  }

  boolean keyIsUnknown() {
    return keyIsUnknown;
  }
}
