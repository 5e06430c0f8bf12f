package kit;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * An address as it was typed and as it is compared (K9). Whether anybody reads there is found out
 * by sending a letter, never by asking the mail server.
 *
 * @param address the local part as typed, the domain in lower case ASCII
 * @param key the same for all spellings that reach one mailbox
 */
public record EmailAddress(String address, String key) {
  private static final int LONGEST = 254;
  private static final int LONGEST_LOCAL = 64;

  /** Empty when it is no address mail could be sent to over the Internet. */
  public static Optional<EmailAddress> of(String typed) {
    String text = typed.strip();
    int at = text.lastIndexOf('@');
    if (at < 1 || at > LONGEST_LOCAL || text.endsWith("]")) {
      return Optional.empty();
    }
    try {
      String domain =
          IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      return of(text.substring(0, at), domain);
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  private static Optional<EmailAddress> of(String local, String domain) {
    String address = local + "@" + domain;
    boolean isGood =
        address.length() <= LONGEST
            && !domain.matches("[0-9.]+")
            && domain.contains(".")
            && JMail.tryParse(address).filter(email -> !isOdd(email)).isPresent();
    return isGood
        ? Optional.of(new EmailAddress(address, address.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Legal in a letter's head, but never somebody's address on a form. */
  private static boolean isOdd(Email email) {
    return email.isIpAddress() || email.hasIdentifier() || !email.comments().isEmpty();
  }

  /** In lower case ASCII. */
  public String domain() {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  @Override
  public String toString() {
    return "an address"; // what logs print by mistake
  }
}
