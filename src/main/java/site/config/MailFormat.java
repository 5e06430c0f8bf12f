package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.integer;
import static site.config.Scalars.plainHost;
import static site.config.Scalars.text;
import static site.config.Scalars.withPattern;
import static site.config.Scalars.word;
import static site.config.Scalars.words;

import java.nio.file.Path;
import java.util.List;
import site.config.MailConfig.Encryption;
import site.config.MailConfig.Login;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** The keys below {@code mail}. */
final class MailFormat {
  /** RFC 8314 3.3 and 7.3. */
  private static final int SUBMISSION = 587;

  private static final int SUBMISSION_TLS = 465;

  private static final Scalar PERSON =
      withPattern(
          "a mail address such as ops@example.com", "^[^\\s<>@,;]{1,64}@[^\\s<>@,;]{1,255}$");

  private MailFormat() {}

  static final Section MAIL =
      Section.of(
          "a map with host, from and to",
          key("host", plainHost(), "The server mail is handed to.").required(),
          key("port", integer(1, 65_535), "Its port.").normally("587, or 465 with `tls`"),
          key(
                  "starttls",
                  words(
                      word("required", Encryption.STARTTLS),
                      word("optional", Encryption.STARTTLS_IF_OFFERED),
                      word("off", Encryption.NONE)),
                  "Whether the connection becomes a private one before anything is said;"
                      + " `required`: else no mail is sent.")
              .byDefault("required"),
          key("tls", bool(), "The connection begins with a TLS handshake, in place of `starttls`.")
              .byDefault("false"),
          key("user", text("a name"), "Who we are to the server.").normally("nobody in particular"),
          key(
              "password",
              text("a password"),
              "Best as `${secret:GMAIL_AUTH/mail_password}`; never shown."),
          key("root", Paths.file(), "PEM file of the authority the server's certificate is under.")
              .normally("those Java trusts"),
          key("from", PERSON, "The sender.").required(),
          key(
                  "to",
                  Choice.of(PERSON, new ListOf("a list of mail addresses", PERSON, 1)),
                  "Who is written to.")
              .required());

  static MailConfig build(ConfigNode mail) {
    boolean tls = mail.get("tls", Boolean.class);
    return new MailConfig(
        mail.get("host", String.class),
        mail.find("port", Integer.class).orElse(tls ? SUBMISSION_TLS : SUBMISSION),
        tls ? Encryption.TLS : mail.get("starttls", Encryption.class),
        mail.find("user", String.class)
            .map(user -> new Login(user, mail.get("password", String.class))),
        mail.find("root", Path.class),
        mail.get("from", String.class),
        people(mail.at("to")));
  }

  private static List<String> people(ConfigNode to) {
    return to.isList()
        ? to.items().stream().map(one -> one.as(String.class)).toList()
        : List.of(to.as(String.class));
  }
}
