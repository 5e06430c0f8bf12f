package site.acme;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.shredzone.acme4j.Certificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses among the chains an authority offers (RFC 8555 7.4.2) by the name they end below. */
final class PreferredChain {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  private PreferredChain() {}

  /**
   * The chain below this issuer, else the usual one: a chain that has gone is no reason to be
   * without certificate.
   */
  static List<X509Certificate> choose(
      String commonName,
      List<X509Certificate> usual,
      Supplier<? extends List<Certificate>> alternates) {
    if (endsBelow(usual, commonName)) {
      return usual;
    }
    try {
      for (Certificate alternate : alternates.get()) {
        List<X509Certificate> chain = alternate.getCertificateChain();
        if (endsBelow(chain, commonName)) {
          return chain;
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("alternate chains cannot be had", e);
    }
    LOG.info("no chain below \"{}\" is offered, the usual one is taken", commonName);
    return usual;
  }

  private static boolean endsBelow(List<X509Certificate> chain, String commonName) {
    X509Certificate top = chain.get(chain.size() - 1);
    return commonName.equals(commonName(top.getIssuerX500Principal()));
  }

  private static String commonName(X500Principal principal) {
    try {
      return new LdapName(principal.getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(rdn -> rdn.getValue().toString())
              .findFirst()
              .orElse("");
    } catch (InvalidNameException e) {
      return "";
    }
  }
}
