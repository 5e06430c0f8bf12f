package site.acme;

import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;

/** What a certificate is called when its authority is asked about renewal (RFC 9773 4.1). */
final class CertificateId {
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private CertificateId() {}

  /** Empty for a certificate that does not say which key signed it. */
  static Optional<String> of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER);
    if (extension == null) {
      return Optional.empty();
    }
    byte[] octets = ASN1OctetString.getInstance(extension).getOctets();
    byte[] key = AuthorityKeyIdentifier.getInstance(octets).getKeyIdentifierOctets();
    return Optional.ofNullable(key)
        .map(
            id ->
                BASE64.encodeToString(id)
                    + "."
                    + BASE64.encodeToString(certificate.getSerialNumber().toByteArray()));
  }
}
