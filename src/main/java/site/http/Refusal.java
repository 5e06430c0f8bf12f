package site.http;

/** Why we answered a request with an error of our own, in a few words that metrics can count. */
public enum Refusal {
  MALFORMED(400),
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  METHOD(405),
  TOO_SLOW(408),
  BODY_TOO_LARGE(413),
  TARGET_TOO_LONG(414),
  MISDIRECTED(421),
  TOO_MANY(429),
  HEADER_TOO_LARGE(431),
  BAD_GATEWAY(502),
  UNAVAILABLE(503),
  GATEWAY_TIMEOUT(504),
  OTHER(0);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /** The refusal that a status stands for. */
  public static Refusal of(int status) {
    for (Refusal refusal : values()) {
      if (refusal.status == status) {
        return refusal;
      }
    }
    return OTHER;
  }
}
