package site.middleware.oidc;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import site.config.AuthConfig;
import site.http.Exchange;
import site.http.HttpFailure;
import site.middleware.token.Claims;
import site.middleware.token.IssuerHttp;
import site.middleware.token.KeySource;
import site.middleware.token.Published;
import site.middleware.token.TokenRefusal;
import site.middleware.token.TokenRules;
import site.middleware.token.TokenVerifier;

/**
 * Sends people to the provider and takes them back (OpenID Connect Core 3.1, with PKCE). What is
 * known between the two requests, and of the session after them, is with the browser, sealed: the
 * server holds nothing, so restarts and reloads change nothing.
 *
 * <p>The way: {@link #begin} seals state, nonce, PKCE verifier and the page asked for into a cookie
 * and redirects to the provider. {@link #end} gets the browser back with a code, finds the cookie
 * by the state, exchanges the code for an ID token, holds that against the provider's keys, our
 * client id and the nonce, and seals who it is into the cookie of the session. No token is kept:
 * when the session is over the way is gone again, which a provider that still knows the person
 * answers without a question.
 */
public final class LoginFlow {
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final AuthConfig.Oidc config;
  private final SealingKeys keys;
  private final Clock clock;
  private final Published<Provider> provider;
  private final TokenRequest tokens;
  private final TokenVerifier verifier;
  private final String purpose;

  /**
   * A way to one provider.
   *
   * @param nanos a clock that never goes back
   */
  public LoginFlow(
      AuthConfig.Oidc config, SealingKeys keys, IssuerHttp http, Clock clock, LongSupplier nanos) {
    this.config = config;
    this.keys = keys;
    this.clock = clock;
    this.provider =
        new Published<>(
            () -> http.get(Provider.documentOf(config.issuer())),
            text -> Provider.parse(config.issuer(), text),
            nanos);
    this.tokens = new TokenRequest(config, http);
    TokenRules rules =
        new TokenRules(
            config.issuer().toString(),
            Set.of(config.clientId()),
            Set.copyOf(config.algorithms()),
            SKEW);
    KeySource published =
        KeySource.fetched(() -> provider.value().compose(said -> http.get(said.keys())), nanos);
    this.verifier = new TokenVerifier(rules, published, clock);
    this.purpose = purpose(config);
  }

  /** A cookie of before means nothing where other things are asked of people than then. */
  private static String purpose(AuthConfig.Oidc config) {
    return String.join(
        "\n",
        config.issuer().toString(),
        config.clientId(),
        config.user(),
        config.headers().toString(),
        config.require().toString());
  }

  /** Who it is, as the request's cookie says. */
  public Optional<Session> session(Exchange exchange) {
    return Cookies.value(exchange.request().headers(), cookies(exchange).session())
        .flatMap(cookie -> keys.open(cookie, "session " + purpose))
        .flatMap(text -> Session.parse(text, clock.instant()));
  }

  /** Keeps our cookies from whoever answers. */
  public void hideCookies(Exchange exchange) {
    Cookies.hide(exchange.request().headers());
  }

  private static Cookies cookies(Exchange exchange) {
    return new Cookies(exchange.client().secure());
  }

  /** Sends the browser to the provider. */
  public Future<Void> begin(Exchange exchange) {
    return provider
        .value()
        .recover(LoginFlow::unreachable)
        .compose(to -> redirectToLogin(exchange, to));
  }

  private Future<Void> redirectToLogin(Exchange exchange, Provider to) {
    Login login = Login.begin(page(exchange), keys, clock.instant());
    Cookies cookies = cookies(exchange);
    MultiMap headers = exchange.response().headers();
    Cookies.abandoned(exchange.request().headers())
        .forEach(name -> headers.add("set-cookie", cookies.delete(name)));
    String sealed = keys.seal(login.text(), "login " + purpose);
    headers.add("set-cookie", cookies.set(cookies.login(login.state()), sealed, Login.seconds()));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", config.clientId());
    query.put("redirect_uri", origin(exchange) + config.callback());
    query.put("scope", String.join(" ", scopes()));
    query.put("state", login.state());
    query.put("nonce", login.nonce());
    query.put("code_challenge", login.challenge());
    query.put("code_challenge_method", "S256");
    return redirect(exchange, with(to.authorization(), query));
  }

  private Set<String> scopes() {
    Set<String> scopes = new LinkedHashSet<>(List.of("openid"));
    scopes.addAll(config.scopes());
    return scopes;
  }

  /** A page too long for a cookie is not worth losing the login for. */
  private static String page(Exchange exchange) {
    String path = exchange.requestedPath().encoded();
    String page = exchange.query() == null ? path : path + "?" + exchange.query();
    return page.length() > 2000 || page.startsWith("//") ? "/" : page;
  }

  private static String origin(Exchange exchange) {
    return exchange.client().scheme() + "://" + exchange.authority();
  }

  private static String with(URI url, Map<String, String> query) {
    return url + (url.getRawQuery() == null ? "?" : "&") + TokenRequest.encoded(query);
  }

  /** Takes the browser back from the provider. */
  public Future<Void> end(Exchange exchange) {
    UnaryOperator<String> said = exchange.request()::getParam;
    String state = said.apply("state");
    Cookies cookies = cookies(exchange);
    Optional<Login> begun =
        Optional.ofNullable(state)
            .flatMap(s -> Cookies.value(exchange.request().headers(), cookies.login(s)))
            .flatMap(cookie -> keys.open(cookie, "login " + purpose))
            .flatMap(text -> Login.parse(text, clock.instant()))
            .filter(login -> login.state().equals(state));
    if (begun.isEmpty()) {
      return refuse(400, "this login did not begin in this browser, or too long ago");
    }
    exchange.response().headers().add("set-cookie", cookies.delete(cookies.login(state)));
    if (said.apply("error") != null) {
      return refuse(403, "the provider refused: " + printable(said.apply("error")));
    }
    return provider
        .value()
        .recover(LoginFlow::unreachable)
        .compose(from -> claims(exchange, from, begun.get(), said))
        .compose(claims -> enter(exchange, begun.get(), claims));
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?").substring(0, Math.min(100, text.length()));
  }

  private Future<Claims> claims(
      Exchange exchange, Provider from, Login login, UnaryOperator<String> said) {
    String issuer = said.apply("iss");
    // RFC 9207 2.4: an answer of another provider must not be taken for this one's.
    if (issuer == null ? from.namesItself() : !issuer.equals(config.issuer().toString())) {
      return refuse(400, "the answer is another provider's");
    }
    if (said.apply("code") == null) {
      return refuse(400, "the answer holds no code");
    }
    return tokens
        .send(from, said.apply("code"), login.verifier(), origin(exchange) + config.callback())
        .compose(verifier::verify)
        .recover(LoginFlow::untrue)
        .compose(claims -> isAnswerTo(login, claims) ? done(claims) : refuse(403, "another login"));
  }

  private static Future<Claims> done(Claims claims) {
    return Future.succeededFuture(claims);
  }

  /** OpenID Connect Core 3.1.3.7: the nonce, and who it was issued to where it is for several. */
  private boolean isAnswerTo(Login login, Claims claims) {
    Object party = claims.values().get("azp");
    boolean ours =
        party == null ? claims.texts("aud").size() == 1 : party.equals(config.clientId());
    return ours && login.nonce().equals(claims.values().get("nonce"));
  }

  private static Future<Claims> untrue(Throwable cause) {
    return cause instanceof TokenRefusal
        ? refuse(403, "the provider's token: " + cause.getMessage())
        : Future.failedFuture(new HttpFailure(502, "login: " + cause.getMessage()));
  }

  private static <T> Future<T> unreachable(Throwable cause) {
    return Future.failedFuture(
        new HttpFailure(503, "the provider cannot be asked: " + cause.getMessage()));
  }

  private Future<Void> enter(Exchange exchange, Login login, Claims claims) {
    Optional<String> user = claims.text(config.user());
    if (user.isEmpty()) {
      return refuse(403, "the provider names no " + config.user());
    }
    exchange.user(user.get());
    Optional<String> missing = claims.missing(config.require());
    if (missing.isPresent()) {
      return refuse(403, "may not: lacks what is required of " + missing.get());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    config
        .headers()
        .forEach((name, claim) -> claims.text(claim).ifPresent(v -> headers.put(name, v)));
    long seconds = config.session().toSeconds();
    Session session = new Session(user.get(), headers, clock.instant().getEpochSecond() + seconds);
    Cookies cookies = cookies(exchange);
    String sealed = keys.seal(session.text(), "session " + purpose);
    exchange
        .response()
        .headers()
        .add("set-cookie", cookies.set(cookies.session(), sealed, seconds));
    return redirect(exchange, login.page());
  }

  /** Ends the session here and, where the provider can, there. */
  public Future<Void> logout(Exchange exchange) {
    Cookies cookies = cookies(exchange);
    exchange.response().headers().add("set-cookie", cookies.delete(cookies.session()));
    return provider
        .value()
        .map(Provider::logout)
        .otherwise(Optional.empty())
        .compose(there -> redirect(exchange, there.map(url -> away(exchange, url)).orElse("/")));
  }

  /** OpenID Connect RP-Initiated Logout 1.0, 2. */
  private String away(Exchange exchange, URI url) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", config.clientId());
    query.put("post_logout_redirect_uri", origin(exchange) + "/");
    return with(url, query);
  }

  private static Future<Void> redirect(Exchange exchange, String to) {
    HttpServerResponse response = exchange.response().setStatusCode(302);
    return response.putHeader("location", to).putHeader("cache-control", "no-store").end();
  }

  private static <T> Future<T> refuse(int status, String reason) {
    return Future.failedFuture(
        new HttpFailure(status, reason, Map.of("cache-control", "no-store")));
  }
}
