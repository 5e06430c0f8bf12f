package site.acme.certbot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What certbot did for a certificate that is done differently here, or not at all. Pure. */
final class Leftovers {
  /** Their way to prove a name is ours without a word in the configuration. */
  private static final Set<String> BUILT_IN = Set.of("standalone", "webroot", "nginx", "apache");

  private static final Map<String, String> HOOKS =
      Map.of("pre_hook", "before", "post_hook", "after", "renew_hook", "at");

  private Leftovers() {}

  static List<String> of(Lineage lineage) {
    RenewalFile renewal = lineage.renewal();
    List<String> notes = new ArrayList<>();
    renewal
        .value("authenticator")
        .filter(a -> !BUILT_IN.contains(a))
        .map(a -> proof(a, renewal))
        .ifPresent(notes::add);
    HOOKS.keySet().stream()
        .sorted()
        .forEach(
            hook ->
                renewal
                    .value(hook)
                    .ifPresent(
                        command ->
                            notes.add(
                                "\"%s\", run %s renewals, is not taken over (see tls.hooks.exec)"
                                    .formatted(command, HOOKS.get(hook)))));
    renewal.value("must_staple").ifPresent(yes -> notes.add("must-staple is dropped, as OCSP is"));
    renewal.value("reuse_key").ifPresent(yes -> notes.add("to keep its key set tls.reuse_key"));
    renewal
        .value("preferred_chain")
        .ifPresent(name -> notes.add("to keep its chain set tls.acme.preferred_chain: " + name));
    renewal
        .value("preferred_profile")
        .or(() -> renewal.value("required_profile"))
        .ifPresent(name -> notes.add("to keep its profile set tls.acme.profile: " + name));
    renewal
        .value("key_type")
        .filter("rsa"::equals)
        .ifPresent(
            rsa ->
                notes.add(
                    "its next key will be p256, unless you set tls.keys: [rsa%s]"
                        .formatted(renewal.value("rsa_key_size").orElse("2048"))));
    return notes.stream().map(note -> lineage.name() + ": " + note).toList();
  }

  private static String proof(String authenticator, RenewalFile renewal) {
    if (authenticator.equals("manual")) {
      return "it was proved by the hook %s; give it to tls.acme.dns.exec"
          .formatted(renewal.value("manual_auth_hook").orElse("of a person"));
    }
    if (authenticator.equals("dns-rfc2136")) {
      return "it was proved by DNS updates; write tls.acme.dns.rfc2136 with what is in "
          + renewal.value("dns_rfc2136_credentials").orElse("its credentials file");
    }
    return authenticator.startsWith("dns-")
        ? "it was proved by "
            + authenticator
            + "; without tls.acme.dns it cannot be renewed as"
            + " wildcard, other names are proved by http-01"
        : "it was proved by " + authenticator + ", which there is not here";
  }
}
