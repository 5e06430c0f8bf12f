package site.acme.dns;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The record of dns-persist-01 (draft-ietf-acme-dns-persist): made once by the operator, it lets
 * one account at one authority have certificates for a domain for good.
 *
 * @param issuer the authority's name, as in CAA records
 * @param account URL of the ACME account
 * @param wildcard whether it is for {@code *.domain}, too
 * @param until when it ends; empty for good
 */
public record PersistentRecord(
    String issuer, String account, boolean wildcard, Optional<Instant> until) {

  /** Where it stands. */
  public static String name(String domain) {
    return "_validation-persist." + domain;
  }

  /** Reads the value of a TXT record; empty when it is not one of these. */
  public static Optional<PersistentRecord> parse(String text) {
    List<String> parts = Arrays.stream(text.split(";")).map(String::strip).toList();
    Optional<String> account = parameter(parts, "accounturi");
    if (account.isEmpty() || parts.get(0).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PersistentRecord(
              parts.get(0).toLowerCase(Locale.ROOT),
              account.get(),
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
    return issuer.equals(wanted.issuer)
        && account.equals(wanted.account)
        && (wildcard || !wanted.wildcard)
        && until.map(now::isBefore).orElse(true);
  }

  /** As it is to be written. */
  public String text() {
    return issuer
        + "; accounturi="
        + account
        + (wildcard ? "; policy=wildcard" : "")
        + until.map(end -> "; persistUntil=" + end.getEpochSecond()).orElse("");
  }
}
