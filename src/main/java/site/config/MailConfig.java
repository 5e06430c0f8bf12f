package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server that takes mail for people (RFC 5321, RFC 6409).
 *
 * @param root PEM file of the authority its certificate is under, where that is not a public one
 * @param to one or more
 */
public record MailConfig(
    String host,
    int port,
    Encryption encryption,
    Optional<Login> login,
    Optional<Path> root,
    String from,
    List<String> to) {

  /** When the connection becomes a private one. */
  public enum Encryption {
    /** From its first byte (RFC 8314 3). */
    TLS,
    /** Before anything is said, or no mail is sent (RFC 3207). */
    STARTTLS,
    /** Where the server offers it: whoever sits in between can prevent it. */
    STARTTLS_IF_OFFERED,
    NONE
  }

  /** Who we are to the server. */
  public record Login(String user, String password) {

    /** Without the password. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }
}
