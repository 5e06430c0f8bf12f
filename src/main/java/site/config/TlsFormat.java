package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.certifiedHost;
import static site.config.Scalars.duration;
import static site.config.Scalars.fraction;
import static site.config.Scalars.integer;
import static site.config.Scalars.plainHost;
import static site.config.Scalars.text;
import static site.config.Scalars.uri;
import static site.config.Scalars.word;
import static site.config.Scalars.words;

import java.util.Arrays;
import site.config.AcmeConfig.Cluster;
import site.config.AcmeConfig.Terms;
import site.config.HandshakeConfig.Engine;
import site.config.HandshakeConfig.Preset;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Scalar;
import site.config.Shape.Section;
import site.config.TlsConfig.Missing;
import site.config.TlsConfig.Mode;
import site.config.TlsConfig.UnknownName;

/** The keys below {@code tls}. */
final class TlsFormat {
  private TlsFormat() {}

  private static final Scalar NEW_NAMES =
      Scalars.withPattern("a rate such as 10/m or 100/h", "^[1-9][0-9]{0,5}/[smhd]$");

  private static final ListOf HOSTS = new ListOf("a list of host names", certifiedHost(), 0);

  private static final Scalars.Word[] KEY_KINDS =
      Arrays.stream(KeyKind.values())
          .map(kind -> word(kind.text(), kind))
          .toArray(Scalars.Word[]::new);

  private static final Scalar CHALLENGE =
      words(
          word("http-01", ChallengeKind.HTTP_01),
          word("tls-alpn-01", ChallengeKind.TLS_ALPN_01),
          word("dns-01", ChallengeKind.DNS_01),
          word("dns-persist-01", ChallengeKind.DNS_PERSIST_01));

  private static final ListOf KEYS = new ListOf("a list of kinds of keys", words(KEY_KINDS), 1);

  private static final ListOf CHALLENGES = new ListOf("a list of challenges", CHALLENGE, 1);

  private static final ListOf AUTHORITIES =
      new ListOf(
          "a list of authorities",
          Choice.of(
              words("letsencrypt", "letsencrypt-staging", "zerossl", "google", "sslcom", "actalis"),
              Section.of(
                  "a map with id and directory",
                  key("id", Names.name(), "What it is called here.").required(),
                  key("directory", uri(), "Its ACME directory (RFC 8555 7.1.1).").required(),
                  key("root", Paths.file(), "PEM file of the authority its own server is under."),
                  key(
                      "eab",
                      Section.of(
                          "a map with kid",
                          key("kid", text("a text"), "Key identifier.").required(),
                          key("hmac", text("a text"), "The key, base64url."),
                          key("hmac_file", Paths.textOf(), "A file with the key."),
                          key("hmac_env", Scalars.VARIABLE, "A variable with the key.")),
                      "External account binding (RFC 8555 7.3.4)."),
                  key("staging", uri(), "The directory to try first after a failure."))),
          1);

  private static final Section CERTIFICATE =
      Section.of(
          "a map with certificate and key",
          key("id", Names.name(), "What the group is called.").normally("its first name"),
          key("names", HOSTS, "Server names it is chosen for.")
              .normally("those in the certificate"),
          key("certificate", Paths.file(), "PEM file: leaf first, then intermediates."),
          key("key", Paths.file(), "PEM file: PKCS#8, PKCS#1 or SEC1, not encrypted."),
          key("keys", KEYS, "As `tls.keys`, for this group."),
          key("reuse_key", bool(), "As `tls.reuse_key`, for this group."),
          key("ca", AUTHORITIES, "As `tls.acme.ca`, for this group."),
          key("profile", text("a text"), "As `tls.acme.profile`, for this group."),
          key("preferred_chain", text("a text"), "As `tls.acme.preferred_chain`, for this group."),
          key("challenges", CHALLENGES, "As `tls.acme.challenges`, for this group."));

  private static final Section ACME_KEYS =
      Section.of(
          "a map",
          key("ca", AUTHORITIES, "Certificate authorities, in the order of use.")
              .byDefault("letsencrypt"),
          key(
                  "terms",
                  words(word("accept", Terms.ACCEPT), word("ask", Terms.ASK)),
                  "The authority's terms of service; `ask`: nothing is ordered before `cert account"
                      + " agree`.")
              .byDefault("accept"),
          key("contact", text("a mail address"), "Given to the authority."),
          key("profile", text("a profile"), "`name` prefers, `name!` requires a profile."),
          key("preferred_chain", text("a common name"), "Common name of the topmost issuer."),
          key("challenges", CHALLENGES, "Ways to prove control, in the order of use.")
              .byDefault("http-01", "tls-alpn-01"),
          key("ari", bool(), "Ask the authority when to renew (RFC 9773).").byDefault("true"),
          key("staging_after_failure", bool(), "After a failed validation try staging first.")
              .byDefault("true"),
          key("renew_at", fraction(), "Part of the lifetime that is left at renewal.")
              .normally("by lifetime"),
          key(
                  "http_port",
                  integer(1, 65_535),
                  "Where ports are mapped: the port of ours that port 80 leads to.")
              .normally("any plain listener"),
          key(
                  "https_port",
                  integer(1, 65_535),
                  "Where ports are mapped: the port of ours that port 443 leads to; redirects to"
                      + " https go to 443 then.")
              .normally("any listener with TLS"),
          key("root", Paths.file(), "PEM file of the authority the ACME server is under."),
          key("proxy", uri(), "Proxy for requests to the authority.")
              .normally("`HTTPS_PROXY` and `NO_PROXY` of the environment"),
          key("timeout", duration("1s", "10m"), "How long a request may take.").byDefault("30s"),
          key(
                  "cluster",
                  words(
                      word("lock", Cluster.LOCK),
                      word("lease", Cluster.LEASE),
                      word("none", Cluster.NONE)),
                  "How several servers share one store.")
              .byDefault("lock"),
          key(
              "http01",
              Section.of(
                  "a map",
                  key(
                          "stateless",
                          bool(),
                          "Answer for names of ours without knowing the token: any server with"
                              + " the account's key can.")
                      .byDefault("false")),
              "Details of http-01."),
          key("dns", DnsFormat.DNS, "How DNS records are made, for wildcards."));

  static final Section CLIENT_CERTIFICATES =
      Section.of(
          "a map with ca",
          key(
                  "ca",
                  Paths.fileText("an existing PEM file of at most 64 KiB"),
                  "The authorities whose certificates are believed. Read again at a reload.")
              .required(),
          key(
                  "mode",
                  words(word("require", true), word("request", false)),
                  "`require`: nobody gets in without; `request`: a certificate that is shown has to"
                      + " be right.")
              .byDefault("require"),
          key(
              "header",
              Names.settableHeader(),
              "The request header that tells apps and upstreams the subject. What the client says"
                  + " there is removed."));

  static final Section TLS =
      Section.of(
          "a map",
          key(
                  "mode",
                  words(
                      word("auto", Mode.AUTO),
                      word("internal", Mode.INTERNAL),
                      word("manual", Mode.MANUAL),
                      word("off", Mode.OFF)),
                  "`auto`: public names by ACME, others by the internal CA;"
                      + " `internal`: all by the internal CA; `manual`: own files"
                      + " only; `off`: no TLS.")
              .byDefault("auto"),
          key("min-version", words("TLSv1.2", "TLSv1.3"), "The oldest protocol accepted.")
              .byDefault("TLSv1.2"),
          key(
                  "preset",
                  words(word("modern", Preset.MODERN), word("intermediate", Preset.INTERMEDIATE)),
                  "Mozilla's lists of protocols and cipher suites: `intermediate` is TLS 1.2 with"
                      + " forward secrecy and TLS 1.3; `modern` is TLS 1.3 only.")
              .byDefault("intermediate"),
          key(
                  "engine",
                  words(
                      word("auto", Engine.AUTO),
                      word("jdk", Engine.JDK),
                      word("boringssl", Engine.BORINGSSL)),
                  "Who does the cryptography: `auto` is BoringSSL where its native part loads, else"
                      + " Java's own.")
              .byDefault("auto"),
          key("names", HOSTS, "More names to have certificates for."),
          key("exclude", HOSTS, "Names to have no certificate by ACME for."),
          key(
                  "certificates",
                  new ListOf("a list of certificates", CERTIFICATE, 0),
                  "Own files, or names to be issued together.")
              .appended(),
          key("data", Paths.any("a directory"), "Where certificates are kept.")
              .normally("`data/tls`"),
          key(
              "default_name",
              plainHost(),
              "Whose certificate clients get that send no server name."),
          key(
                  "unknown_name",
                  words(word("refuse", UnknownName.REFUSE), word("default", UnknownName.DEFAULT)),
                  "What clients get that ask for a name without certificate.")
              .byDefault("refuse"),
          key(
                  "missing",
                  words(word("placeholder", Missing.PLACEHOLDER), word("refuse", Missing.REFUSE)),
                  "Until a certificate is obtained.")
              .byDefault("placeholder"),
          key("keys", KEYS, "Kinds of keys.").byDefault("p256"),
          key("reuse_key", bool(), "Keep the key at renewal.").byDefault("false"),
          key("acme", ACME_KEYS, "Certificates by ACME (RFC 8555).").always(),
          key(
              "on_demand",
              Section.of(
                  "a map with ask",
                  key(
                          "ask",
                          uri(),
                          "Asked with `?domain=` and `client=`; 200 means that the name is ours.")
                      .required(),
                  key("rate", NEW_NAMES, "New names at most.").byDefault("10/m")),
              "Certificates at the first handshake."),
          key("warn_at", fraction(), "Part of the lifetime that is left when warnings begin.")
              .byDefault("0.1"),
          key(
              "hooks",
              Section.of(
                  "a map",
                  key(
                      "exec",
                      CommandWords.command(),
                      "Run without a shell, with JSON on its input.")),
              "Commands when a certificate was obtained, failed or is about to expire."));
}
