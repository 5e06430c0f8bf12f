package site.acme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import site.config.ChallengeKind;

/**
 * What a certificate authority wants to see before it believes that one name is ours (RFC 8555 8).
 *
 * @param name as the authority calls it: an A-label name without {@code *.}, or an IP address
 * @param wildcard whether it is about the names below
 * @param token made by the authority; Base64url, so safe as a file name
 * @param keyAuthorization token and thumbprint of the account key (RFC 8555 8.1)
 * @param challenge the authority's own description, JSON
 */
public record Proof(
    ChallengeKind kind,
    String name,
    boolean wildcard,
    String token,
    String keyAuthorization,
    String challenge) {

  /** SHA-256 of the key authorization (RFC 8737 3). */
  public byte[] digest() {
    try {
      byte[] text = keyAuthorization.getBytes(StandardCharsets.US_ASCII);
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** The text of the TXT record (RFC 8555 8.4). */
  public String dnsValue() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
  }

  /** The name of the TXT record, without a trailing dot (RFC 8555 8.4). */
  public String dnsName() {
    return "_acme-challenge." + name;
  }

  /** Without what only the authority shall see. */
  @Override
  public String toString() {
    return kind.text() + " for " + name;
  }
}
