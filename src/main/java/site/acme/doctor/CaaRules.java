package site.acme.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The CAA records that count for a name (RFC 8659). Pure.
 *
 * @param at where they were found, the name or one above it
 */
record CaaRules(String at, List<Rule> rules) {
  private static final Pattern RECORD = Pattern.compile("([0-9]+) ([A-Za-z0-9]+) \"?([^\"]*)\"?");
  private static final int CRITICAL = 128;
  private static final Set<String> KNOWN =
      Set.of(
          "issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone");

  /** One record. */
  record Rule(int flags, String tag, String value) {

    /** Reads the form of zone files. */
    static Optional<Rule> parse(String text) {
      Matcher matcher = RECORD.matcher(text);
      return matcher.matches()
          ? Optional.of(
              new Rule(
                  Integer.parseInt(matcher.group(1)),
                  matcher.group(2).toLowerCase(Locale.ROOT),
                  matcher.group(3).strip()))
          : Optional.empty();
    }

    /** The authority it is about; empty for nobody. */
    String issuer() {
      return value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whether an authority may issue.
   *
   * @param wildcard {@code issuewild} wins over {@code issue} then (RFC 8659 4.3)
   * @param identities what the authority calls itself in such records
   */
  Finding judge(boolean wildcard, String authority, Set<String> identities) {
    if (rules.stream().anyMatch(r -> r.flags() >= CRITICAL && !KNOWN.contains(r.tag()))) {
      return Finding.bad("a critical CAA record at " + at + " is of an unknown kind");
    }
    List<Rule> counting = tagged("issuewild");
    if (!wildcard || counting.isEmpty()) {
      counting = tagged("issue");
    }
    if (counting.isEmpty()) {
      return Finding.good("no CAA record restricts who may issue");
    }
    Set<String> allowed = counting.stream().map(Rule::issuer).collect(Collectors.toSet());
    if (identities.isEmpty()) {
      return Finding.doubtful(
          "CAA records at %s allow %s; %s does not say its name for them"
              .formatted(at, String.join(", ", allowed), authority));
    }
    return allowed.stream().anyMatch(identities::contains)
        ? Finding.good("the CAA records at " + at + " allow " + authority)
        : Finding.bad(
            "the CAA records at %s do not allow %s; add: %s. CAA 0 %s \"%s\""
                .formatted(
                    at,
                    authority,
                    at,
                    counting.get(0).tag(),
                    identities.stream().sorted().findFirst().orElseThrow()));
  }

  private List<Rule> tagged(String tag) {
    return rules.stream().filter(rule -> rule.tag().equals(tag)).toList();
  }
}
