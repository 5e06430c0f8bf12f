package site.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Users as {@code htpasswd} writes them, {@code name:hash} line by line. Takes hashes that are slow
 * to guess or were usual for long, none that take more of the server than a login is worth.
 */
final class PasswordFile {
  private static final String HASHED = "[./A-Za-z0-9]";
  private static final String BASE64 = "[+/A-Za-z0-9]+={0,2}";

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$" + HASHED + "{53}");

  private static final Pattern SHA_CRYPT =
      Pattern.compile(
          "\\$(?:5|6)\\$(?:rounds=([0-9]{4,6})\\$)?[^$:]{1,16}\\$(?:"
              + HASHED
              + "{43}|"
              + HASHED
              + "{86})");

  private static final Pattern MD5_CRYPT =
      Pattern.compile("\\$(?:apr1|1)\\$[^$:]{1,8}\\$" + HASHED + "{22}");

  private static final Pattern ARGON2 =
      Pattern.compile(
          "\\$argon2id?\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9]{1,2})\\$("
              + BASE64
              + ")\\$("
              + BASE64
              + ")");

  private static final Pattern SCRYPT =
      Pattern.compile(
          "\\$scrypt\\$ln=([0-9]{1,2}),r=([0-9]{1,2}),p=([0-9]{1,2})\\$("
              + BASE64
              + ")\\$("
              + BASE64
              + ")");

  private static final int MOST_MEMORY_KIB = 256 * 1024;
  private static final int MOST_PASSES = 16;

  private final Map<String, String> users = new LinkedHashMap<>();
  private String problem = "";

  private PasswordFile() {}

  /** The users in the order written; of the lines that make sense. */
  static Map<String, String> users(List<String> texts) {
    return Collections.unmodifiableMap(read(texts).users);
  }

  /** What is wrong, without showing a hash; empty when nothing is. */
  static Optional<String> problem(List<String> texts) {
    PasswordFile file = read(texts);
    boolean nobody = file.problem.isEmpty() && file.users.isEmpty();
    return Optional.of(nobody ? "names nobody" : file.problem).filter(said -> !said.isEmpty());
  }

  /** Whether it is a hash that is easy to guess for who has got it. */
  static boolean isWeak(String hash) {
    return MD5_CRYPT.matcher(hash).matches();
  }

  private static PasswordFile read(List<String> texts) {
    PasswordFile file = new PasswordFile();
    List<String> lines = texts.stream().flatMap(String::lines).map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isEmpty() && !line.startsWith("#")) {
        file.add(i + 1, line);
      }
    }
    return file;
  }

  private void add(int number, String line) {
    int colon = line.indexOf(':');
    String name = line.substring(0, Math.max(colon, 0));
    String wrong = wrong(name, line.substring(colon + 1));
    if (wrong.isEmpty() && users.putIfAbsent(name, line.substring(colon + 1)) != null) {
      wrong = "a user named before";
    }
    if (!wrong.isEmpty() && problem.isEmpty()) {
      problem = "line " + number + ": " + wrong;
    }
  }

  private static String wrong(String name, String hash) {
    if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
      return "no name (expected name:hash)";
    }
    return isKnown(hash)
        ? ""
        : "no password hash that is taken"
            + " (expected argon2id, scrypt, bcrypt, SHA-crypt or apr1: site.jar hash-password)";
  }

  private static boolean isKnown(String hash) {
    return BCRYPT.matcher(hash).matches()
        || MD5_CRYPT.matcher(hash).matches()
        || isShaCrypt(hash)
        || isArgon2(hash)
        || isScrypt(hash);
  }

  private static boolean isShaCrypt(String hash) {
    return SHA_CRYPT.matcher(hash).matches()
        && hash.substring(hash.lastIndexOf('$') + 1).length() == (hash.startsWith("$5$") ? 43 : 86);
  }

  private static boolean isArgon2(String hash) {
    Matcher found = ARGON2.matcher(hash);
    return found.matches()
        && isFrom(8 * number(found, 3), MOST_MEMORY_KIB, number(found, 1))
        && isFrom(1, MOST_PASSES, number(found, 2))
        && isFrom(1, MOST_PASSES, number(found, 3));
  }

  /** Takes 128 * r * 2^ln bytes. */
  private static boolean isScrypt(String hash) {
    Matcher found = SCRYPT.matcher(hash);
    return found.matches()
        && isFrom(1, 20, number(found, 1))
        && isFrom(1, 32, number(found, 2))
        && isFrom(1, MOST_PASSES, number(found, 3))
        && ((128L * number(found, 2)) << number(found, 1)) <= MOST_MEMORY_KIB * 1024L;
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }

  private static boolean isFrom(int least, int most, int number) {
    return number >= least && number <= most;
  }
}
