package site.config;

import static site.config.Key.key;
import static site.config.Scalars.duration;
import static site.config.Scalars.text;
import static site.config.Scalars.textThat;
import static site.config.Scalars.words;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Named;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** The keys for tokens that somebody else has signed. */
final class TokenFormat {
  private static final String[] PUBLIC = {
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
  };

  /** By a secret that both sides know. */
  static final List<String> SECRET = List.of("HS256", "HS384", "HS512");

  /** What issuers use nowadays. */
  static final List<String> USUAL = List.of("RS256", "PS256", "ES256", "EdDSA");

  private static final Pattern CLAIM = Pattern.compile("[!#-\\[\\]-~]{1,200}");

  /** RFC 7518 3.2: as many bits as the shortest hash has. */
  static final int LEAST_SECRET = 32;

  private static final Scalar CLAIM_NAME =
      textThat("the name of a claim such as email", CLAIM.asMatchPredicate());

  static final Named CLAIMS_IN_HEADERS =
      new Named("a map of header names to claims", "header", Names.settableHeader(), CLAIM_NAME);

  static final Named REQUIRED_CLAIMS =
      new Named(
          "a map of claims to values",
          "claim",
          CLAIM_NAME,
          Choice.of(text("a value"), new ListOf("a list of values", text("a value"), 1)));

  static final Section JWT =
      Section.of(
          "a map with issuer, audience and keys",
          key("issuer", text("the issuer as tokens name it"), "The only `iss` that is believed.")
              .required(),
          key(
                  "audience",
                  Choice.of(text("an audience"), new ListOf("a list of audiences", text("one"), 1)),
                  "A token must be meant for one of these (`aud`).")
              .required(),
          key(
              "keys",
              fileOrUrl(),
              "The issuer's public keys: the URL of a JSON Web Key Set, or a file with one or with"
                  + " PEM. A URL is asked again every hour and when a token names a key that is not"
                  + " known."),
          key("secret", text("a secret"), "Instead of `keys`: what issuer and server both know."),
          key(
                  "algorithms",
                  new ListOf("a list of algorithms", words(allAlgorithms()), 1),
                  "How tokens may be signed; `none` never.")
              .normally("`[RS256, PS256, ES256, EdDSA]`, and `[HS256]` with `secret`"),
          key("clock-skew", duration("0s", "5m"), "What the issuer's clock may differ.")
              .byDefault("60s"),
          key("user", CLAIM_NAME, "The claim that names the user.").byDefault("sub"),
          key(
              "headers",
              CLAIMS_IN_HEADERS,
              "Request headers that apps and upstreams get claims in; `a.b` is the claim `b` in `a`."
                  + " What the client says there is removed."),
          key(
              "require",
              REQUIRED_CLAIMS,
              "Claims that a token must have with one of the values; else 403. `scope` is taken word"
                  + " by word."));

  static final Section OIDC =
      Section.of(
          "a map with issuer and client-id",
          key("issuer", Scalars.uri(), "The provider, as it calls itself.").required(),
          key("client-id", text("a text"), "Who we are to the provider.").required(),
          key("client-secret", text("a secret"), "Proves it; providers may do without."),
          key(
              "scopes",
              new ListOf("a list of scopes", textThat("a scope", CLAIM.asMatchPredicate()), 1),
              "What to ask for beside `openid`, such as `email`."),
          key(
                  "algorithms",
                  new ListOf("a list of algorithms", words(PUBLIC), 1),
                  "How the provider may sign; `none` never.")
              .byDefault(USUAL.toArray(String[]::new)),
          key("callback", path(), "Where the provider sends people back; it has to know.")
              .byDefault("/.oidc/callback"),
          key("logout", path(), "Ends the session, here and at the provider.")
              .byDefault("/.oidc/logout"),
          key("session", duration("1m", "30d"), "How long somebody stays logged in.")
              .byDefault("8h"),
          key("user", CLAIM_NAME, "The claim that names the user.").byDefault("sub"),
          key(
              "headers",
              CLAIMS_IN_HEADERS,
              "Request headers that apps and upstreams get claims in; `a.b` is the claim `b` in `a`."
                  + " What the client says there is removed."),
          key(
              "require",
              REQUIRED_CLAIMS,
              "Claims that somebody must have with one of the values; else 403."));

  private TokenFormat() {}

  private static Scalar path() {
    return textThat("a path such as /.oidc/callback", text -> text.matches("(/[A-Za-z0-9._~-]+)+"));
  }

  private static String[] allAlgorithms() {
    return Stream.concat(Arrays.stream(PUBLIC), SECRET.stream()).toArray(String[]::new);
  }

  private static Scalar fileOrUrl() {
    Scalar url = Scalars.uri();
    Scalar file = Paths.fileText("an existing file");
    return new Scalar(
        "a URL or an existing file of at most 64 KiB",
        (text, home) ->
            text.matches("https?://.*")
                ? url.parser().read(text, home)
                : file.parser().read(text, home),
        file.schema());
  }
}
