package site.acme.dns;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The record of dns-persist-01 (draft-ietf-acme-dns-persist): made once by the operator, it lets
 * one account at one authority have certificates for a domain for good.
 *
 * @param issuers the authority's names, as in CAA records; a record that is read has one
 * @param account URL of the ACME account; empty where the authority does not say which it wants
 * @param wildcard whether it is for {@code *.domain}, too
 * @param until when it ends; empty for good
 */
record PersistentRecord(
    List<String> issuers, Optional<String> account, boolean wildcard, Optional<Instant> until) {
  private static final String UNKNOWN_ACCOUNT = "URL-OF-YOUR-ACCOUNT";

  /** Where it stands. */
  static String name(String domain) {
    return "_validation-persist." + domain;
  }

  /** Reads the value of a TXT record; empty when it is not one of these. */
  static Optional<PersistentRecord> parse(String text) {
    List<String> parts = Arrays.stream(text.split(";", -1)).map(String::strip).toList();
    Optional<String> account = parameter(parts, "accounturi");
    if (account.isEmpty() || parts.get(0).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PersistentRecord(
              List.of(parts.get(0).toLowerCase(Locale.ROOT)),
              account,
              parameter(parts, "policy").filter("wildcard"::equalsIgnoreCase).isPresent(),
              parameter(parts, "persistUntil").map(Long::parseLong).map(Instant::ofEpochSecond)));
    } catch (NumberFormatException noTime) {
      return Optional.empty();
    }
  }

  private static Optional<String> parameter(List<String> parts, String name) {
    return parts.stream()
        .skip(1)
        .filter(part -> part.regionMatches(true, 0, name + "=", 0, name.length() + 1))
        .map(part -> part.substring(name.length() + 1))
        .findFirst();
  }

  /** Whether this record allows what that one asks for. */
  boolean allows(PersistentRecord wanted, Instant now) {
    return !Collections.disjoint(issuers, wanted.issuers)
        && (wanted.account.isEmpty() || account.equals(wanted.account))
        && (wildcard || !wanted.wildcard)
        && until.map(now::isBefore).orElse(true);
  }

  /** As it is to be written. */
  String text() {
    return issuers.get(0)
        + "; accounturi="
        + account.orElse(UNKNOWN_ACCOUNT)
        + (wildcard ? "; policy=wildcard" : "")
        + until.map(end -> "; persistUntil=" + end.getEpochSecond()).orElse("");
  }
}
