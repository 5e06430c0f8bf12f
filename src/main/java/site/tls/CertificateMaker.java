package site.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the credentials of the internal CA (RFC 5280 4), each with a new P-256 key. The only user
 * of Bouncy Castle's certificate classes, so that a start which finds its certificates on disk
 * loads none of them.
 */
final class CertificateMaker {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SERIAL_BITS = 159; // RFC 5280 4.1.2.2: positive, at most 20 octets
  private static final X500Name NOBODY = new X500Name(new RDN[0]);

  private final KeyPair keys = newKey();
  private final X509v3CertificateBuilder certificate;
  private final JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();

  private CertificateMaker(X500Name issuer, X500Name subject, Validity validity)
      throws GeneralSecurityException, IOException {
    certificate =
        new X509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, RANDOM).setBit(0),
            Date.from(validity.from()),
            Date.from(validity.to()),
            subject,
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    var identifier = identifiers.createSubjectKeyIdentifier(keys.getPublic());
    add(Extension.subjectKeyIdentifier, false, identifier);
  }

  /** A root that may have one level of authorities below. */
  static Credential root(String name, Validity validity) {
    var self = new X500Name("CN=" + name);
    return made(() -> new CertificateMaker(self, self, validity).authority(1).selfSigned());
  }

  /** An authority for server certificates; its chain does not repeat the root. */
  static Credential intermediate(String name, Credential root, Validity validity) {
    var subject = new X500Name("CN=" + name);
    return made(
        () ->
            new CertificateMaker(nameOf(root), subject, validity)
                .authority(0)
                .issuedBy(root, List.of()));
  }

  /** A server certificate, its chain continued by the intermediate's. */
  static Credential server(Set<String> names, Credential intermediate, Validity validity) {
    return made(
        () ->
            new CertificateMaker(nameOf(intermediate), NOBODY, validity)
                .server(names)
                .issuedBy(intermediate, intermediate.chain()));
  }

  private CertificateMaker authority(int authoritiesBelow) throws IOException {
    add(Extension.basicConstraints, true, new BasicConstraints(authoritiesBelow));
    add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return this;
  }

  private CertificateMaker server(Set<String> names) throws IOException {
    add(Extension.basicConstraints, true, new BasicConstraints(false));
    add(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    add(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    // RFC 5280 4.2.1.6: critical because the subject is empty.
    add(Extension.subjectAlternativeName, true, alternativeNames(names));
    return this;
  }

  private void add(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value)
      throws IOException {
    certificate.addExtension(id, critical, value);
  }

  private Credential selfSigned()
      throws GeneralSecurityException, IOException, OperatorCreationException {
    return new Credential(List.of(signedBy(keys.getPrivate())), keys.getPrivate());
  }

  private Credential issuedBy(Credential issuer, List<X509Certificate> chain)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    var identifier = identifiers.createAuthorityKeyIdentifier(issuer.leaf().getPublicKey());
    add(Extension.authorityKeyIdentifier, false, identifier);
    var all = Stream.concat(Stream.of(signedBy(issuer.key())), chain.stream()).toList();
    return new Credential(all, keys.getPrivate());
  }

  private X509Certificate signedBy(PrivateKey key)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    var in = new ByteArrayInputStream(certificate.build(signer).getEncoded());
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static X500Name nameOf(Credential authority) {
    return X500Name.getInstance(authority.leaf().getSubjectX500Principal().getEncoded());
  }

  private static GeneralNames alternativeNames(Set<String> names) {
    return new GeneralNames(
        names.stream().map(CertificateMaker::alternativeName).toArray(GeneralName[]::new));
  }

  private static GeneralName alternativeName(String name) {
    int type = Names.ipAddress(name).isPresent() ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralName(type, name);
  }

  private interface Recipe {
    Credential make() throws GeneralSecurityException, IOException, OperatorCreationException;
  }

  private static Credential made(Recipe recipe) {
    try {
      return recipe.make();
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make a P-256 certificate", e);
    }
  }
}
