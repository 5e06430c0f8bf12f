package site.acme.dns;

/**
 * What the authority wants to find in the DNS.
 *
 * @param domain the name to be proven, an A-label, without {@code *.}
 * @param token of the challenge
 * @param value digest of the key authorization, base64url (RFC 8555 8.4)
 */
public record DnsProof(String domain, String token, String value) {

  /** Where the authority looks first. */
  public String name() {
    return "_acme-challenge." + domain;
  }
}
