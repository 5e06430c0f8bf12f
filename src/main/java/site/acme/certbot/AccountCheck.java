package site.acme.certbot;

import java.net.URL;
import java.time.Clock;
import java.util.Optional;
import site.acme.AcmeProblem;
import site.acme.AuthorityTraffic;
import site.acme.CaClient;
import site.acme.CaNetwork;

/** Asks an authority whether it knows an account of certbot's; makes none (RFC 8555 7.3.1). */
public final class AccountCheck {
  private final CaNetwork network;
  private final Clock clock;

  public AccountCheck(CaNetwork network, Clock clock) {
    this.network = network;
    this.clock = clock;
  }

  /** What the authority says, a sentence without its name. */
  public String blockingAsk(CertbotImport.Account account) {
    try {
      CaClient authority =
          CaClient.blockingOpen(account.authority(), network, clock, new AuthorityTraffic(clock));
      Optional<URL> known = authority.blockingAccountOf(account.account().key());
      return known.map(url -> told(url, account)).orElse("does not know this key any more");
    } catch (AcmeProblem e) {
      return "cannot be asked: " + e.getMessage();
    }
  }

  private static String told(URL url, CertbotImport.Account account) {
    return url.toString().equals(account.url())
        ? "knows it"
        : "knows the key as another account, " + url;
  }
}
