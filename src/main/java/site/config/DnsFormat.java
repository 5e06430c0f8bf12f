package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.duration;
import static site.config.Scalars.parsed;
import static site.config.Scalars.text;
import static site.config.Scalars.uri;
import static site.config.Scalars.words;

import site.config.Shape.ListOf;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** The keys below {@code tls.acme.dns}. */
final class DnsFormat {
  private static final Scalar SERVER =
      parsed("a host or an address, with or without a port", ServerAddress::parse);

  private DnsFormat() {}

  private static final Section RFC2136 =
      Section.of(
          "a map with server and secret_file",
          key("server", SERVER, "Primary server.").required(),
          key("zone", text("the name of a zone"), "Zone to update.")
              .normally("the one the name is in"),
          key("key", text("the name of a key"), "Name of the TSIG key.")
              .normally("that in the file"),
          key(
                  "alg",
                  words(
                      "hmac-sha256",
                      "hmac-sha224",
                      "hmac-sha384",
                      "hmac-sha512",
                      "hmac-sha1",
                      "hmac-md5"),
                  "TSIG algorithm.")
              .normally("that in the file, else `hmac-sha256`"),
          key(
                  "secret_file",
                  Paths.textOf(),
                  "A file with the TSIG key: its secret in Base64, or a `key` statement as"
                      + " `tsig-keygen` writes it.")
              .required());

  private static final Section ACME_DNS =
      Section.of(
          "a map with url and account_file",
          key("url", uri(), "The acme-dns server.").required(),
          key(
                  "account_file",
                  Paths.any("a file"),
                  "Where its accounts are kept; made when it is missing.")
              .required());

  private static final Section EXEC =
      Section.of(
          "a map with present",
          key(
                  "present",
                  CommandWords.command(),
                  "Makes the record; has certbot's variables (`CERTBOT_DOMAIN`,"
                      + " `CERTBOT_VALIDATION`, `CERTBOT_TOKEN`) and `SITE_RECORD`, where the record"
                      + " belongs.")
              .required(),
          key(
              "cleanup",
              CommandWords.command(),
              "Removes it; has what the first one printed in `CERTBOT_AUTH_OUTPUT`, too."),
          key("timeout", duration("1s", "1h"), "How long a command may take.").byDefault("120s"));

  static final Section DNS =
      Section.of(
          "a map",
          key("rfc2136", RFC2136, "Dynamic updates (RFC 2136)."),
          key("acmedns", ACME_DNS, "An acme-dns server."),
          key("exec", EXEC, "Commands of your own, run without a shell."),
          key("persist", bool(), "The record is there for good (dns-persist-01).")
              .byDefault("false"),
          key("propagation", duration("0s", "1d"), "How long to wait for name servers.")
              .byDefault("120s"),
          key(
              "resolvers",
              new ListOf("a list of resolvers", SERVER, 1),
              "Resolvers to ask instead of the system's."));
}
