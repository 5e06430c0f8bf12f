package site.log;

import java.util.Set;
import java.util.regex.Pattern;

/** What must not be in a log: fields that prove who somebody is, and such values in a query. */
final class Secrets {
  private static final Set<String> FIELDS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "set-cookie",
          "x-api-key",
          "x-auth-token",
          "x-csrf-token");

  /** RFC 6750 2.3 and what else is found in the wild. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "((?:^|[?&;])(?:access_token|id_token|refresh_token|token|password|passwd|secret"
              + "|client_secret|api_key|apikey|session|sessionid)=)[^&;#\\s]+",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  static boolean isSecret(String field) {
    return FIELDS.contains(field);
  }

  /** A query, or a text with one, without the values of its secret parameters. */
  static String withoutSecrets(String text) {
    return text == null || text.indexOf('=') < 0
        ? text
        : PARAMETER.matcher(text).replaceAll("$1***");
  }
}
