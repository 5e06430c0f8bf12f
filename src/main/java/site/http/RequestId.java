package site.http;

import java.util.random.RandomGenerator;

/** The name of one request in logs, error pages and {@code X-Request-Id}. Not a secret. */
public final class RequestId {
  private static final int LONGEST = 64;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private RequestId() {}

  /**
   * What a trusted peer calls the request, if that can be written anywhere safely: 1 to 64 letters,
   * digits, {@code _}, {@code -} and {@code .}; else a new name of 16 characters.
   *
   * @param offered the request's {@code X-Request-Id}, null when it has none
   */
  public static String choose(boolean trustedPeer, String offered, RandomGenerator random) {
    return trustedPeer && offered != null && isSane(offered) ? offered : fresh(random);
  }

  private static boolean isSane(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST
        && id.chars().allMatch(RequestId::isSaneCharacter);
  }

  private static boolean isSaneCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }

  private static String fresh(RandomGenerator random) {
    var id = new char[16];
    long bits = 0;
    for (int i = 0; i < id.length; i++) {
      bits = i % 8 == 0 ? random.nextLong() : bits >>> 5;
      id[i] = BASE32.charAt((int) (bits & 31));
    }
    return new String(id);
  }
}
