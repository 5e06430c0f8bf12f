package site.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import site.config.KeyKind;
import site.tls.Credential;

/** Makes the self-signed certificate an authority wants to see for TLS-ALPN-01 (RFC 8737 3). */
final class ChallengeCertificate {
  private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");
  private static final X500Name SUBJECT = new X500Name("CN=ACME challenge");
  private static final Duration LIFETIME = Duration.ofDays(7);

  private ChallengeCertificate() {}

  /**
   * A certificate with a new key.
   *
   * @param digest SHA-256 of the key authorization
   */
  static Credential of(String name, byte[] digest) {
    KeyPair key = PrivateKeyMaker.make(KeyKind.P256);
    try {
      return new Credential(List.of(certificate(name, digest, key)), key.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make a P-256 certificate", e);
    }
  }

  private static X509Certificate certificate(String name, byte[] digest, KeyPair key)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    // Nobody looks at the dates; they come from the wall clock, as the authority's do.
    Instant now = Instant.now();
    var builder =
        new X509v3CertificateBuilder(
            SUBJECT,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(LIFETIME)),
            Date.from(now.plus(LIFETIME)),
            SUBJECT,
            SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        CertificateRequest.alternativeNames(List.of(name)));
    builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    var in = new ByteArrayInputStream(builder.build(signer).getEncoded());
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }
}
