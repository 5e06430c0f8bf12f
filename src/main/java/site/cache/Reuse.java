package site.cache;

/** Whether a stored response may answer a request as it is (RFC 9111 4). */
enum Reuse {
  /** It may. */
  FRESH,
  /** It is stale, and the client does not mind (RFC 9111 5.2.1.2). */
  STALE,
  /** It is stale, may be used, and is to be refreshed behind the answer (RFC 5861 3). */
  STALE_WHILE_REVALIDATED,
  /** The origin has to be asked first. */
  VALIDATED;

  static Reuse decide(Terms terms, Asked asked, Terms.Defaults defaults, long nowMillis) {
    if (terms.validateAlways() || asked.noCache()) {
      return VALIDATED;
    }
    long age = terms.ageMillis(nowMillis);
    if (asked.maxAgeSeconds() >= 0 && age > asked.maxAgeSeconds() * 1000) {
      return isWithin(asked.maxStaleSeconds(), age - asked.maxAgeSeconds() * 1000, terms)
          ? STALE
          : VALIDATED;
    }
    long left = terms.freshForMillis(nowMillis);
    if (left > 0) {
      return left >= asked.minFreshSeconds() * 1000 ? FRESH : VALIDATED;
    }
    return stale(terms, asked, defaults, -left);
  }

  private static Reuse stale(Terms terms, Asked asked, Terms.Defaults defaults, long staleMillis) {
    if (!terms.mayBeStale() || asked.minFreshSeconds() > 0) {
      return VALIDATED;
    }
    if (isWithin(asked.maxStaleSeconds(), staleMillis, terms)) {
      return STALE;
    }
    long window = or(terms.staleWhileRevalidateMillis(), defaults.staleWhileRevalidateMillis());
    return staleMillis < window ? STALE_WHILE_REVALIDATED : VALIDATED;
  }

  private static boolean isWithin(long maxStaleSeconds, long staleMillis, Terms terms) {
    return maxStaleSeconds >= 0 && terms.mayBeStale() && staleMillis <= maxStaleSeconds * 1000;
  }

  /** RFC 5861 4: whether a stale response may stand in for an origin that fails. */
  static boolean isAllowedOnError(Terms terms, Terms.Defaults defaults, long nowMillis) {
    long window = or(terms.staleIfErrorMillis(), defaults.staleIfErrorMillis());
    return terms.mayBeStale() && -terms.freshForMillis(nowMillis) < window;
  }

  private static long or(long said, long otherwise) {
    return said >= 0 ? said : otherwise;
  }
}
