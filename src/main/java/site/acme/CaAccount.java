package site.acme;

import java.net.MalformedURLException;
import java.net.URL;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import site.acme.FailureMapper.During;
import site.acme.OrderView.Authorization;
import site.config.ChallengeKind;

/** What an account can ask its authority for. Each call is short; none waits for a state. */
public final class CaAccount {
  private static final Duration USUAL_PAUSE = Duration.ofHours(6);

  private final CaClient client;
  private final URL url;
  private final KeyPair key;

  CaAccount(CaClient client, URL url, KeyPair key) {
    this.client = client;
    this.url = url;
    this.key = key;
  }

  /** Names the account (RFC 8555 7.3). */
  public URL url() {
    return url;
  }

  /**
   * Makes an order (RFC 8555 7.4). Asks for nothing else, so that the order is known to us as soon
   * as the authority knows it.
   *
   * @param replaces identifier of the certificate it renews (RFC 9773 5)
   */
  URL blockingNewOrder(List<String> names, Optional<String> profile, Optional<String> replaces)
      throws AcmeProblem {
    return with(
        During.NEW_ORDER,
        login -> {
          OrderBuilder builder = login.newOrder();
          names.forEach(name -> builder.identifier(identifier(name)));
          profile.ifPresent(builder::profile);
          replaces.ifPresent(builder::replaces);
          return builder.create().getLocation();
        });
  }

  /** Asks about an order and what is to be proved for it. */
  OrderView blockingOrder(URL order) throws AcmeProblem {
    return with(
        During.ORDER,
        login -> {
          Order bound = login.bindOrder(order);
          Optional<Instant> retryAfter = bound.fetch();
          return view(bound, retryAfter);
        });
  }

  /** What the authority wants to see. */
  Proof blockingProof(Authorization authorization, ChallengeKind kind) throws AcmeProblem {
    return with(
        During.ORDER,
        login -> {
          var bound = login.bindAuthorization(authorization.url());
          Challenge challenge = challenge(bound, kind);
          return new Proof(
              kind,
              authorization.name(),
              bound.isWildcard(),
              challenge.getJSON().get("token").map(token -> token.asString()).orElse(""),
              challenge instanceof TokenChallenge token ? token.getAuthorization() : "",
              challenge.getJSON().toString());
        });
  }

  /** Asks the authority to look, if it has not looked already. */
  void blockingTrigger(Authorization authorization, ChallengeKind kind) throws AcmeProblem {
    with(
        During.ORDER,
        login -> {
          Challenge challenge = challenge(login.bindAuthorization(authorization.url()), kind);
          if (challenge.getStatus() == Status.PENDING) {
            challenge.trigger();
          }
          return null;
        });
  }

  private static Challenge challenge(
      org.shredzone.acme4j.Authorization authorization, ChallengeKind kind) throws AcmeProblem {
    return authorization.getChallenges().stream()
        .filter(challenge -> challenge.getType().equals(kind.text()))
        .findFirst()
        .orElseThrow(
            () ->
                new AcmeProblem(
                    AcmeFailure.of(
                        AcmeFailure.Kind.SELF_HEAL, "", kind.text() + " is not offered")));
  }

  /**
   * Hands in the request for the certificate (RFC 8555 7.4).
   *
   * @param request PKCS #10 in DER
   */
  OrderView blockingFinish(URL order, byte[] request) throws AcmeProblem {
    return with(
        During.ORDER,
        login -> {
          Order bound = login.bindOrder(order);
          bound.execute(request);
          Optional<Instant> retryAfter = bound.fetch();
          return view(bound, retryAfter);
        });
  }

  /**
   * The certificate of an order, leaf first, without the root.
   *
   * @param topmostIssuer common name the chain should end below; without it the default chain
   */
  List<X509Certificate> blockingDownload(URL order, Optional<String> topmostIssuer)
      throws AcmeProblem {
    return with(
        During.ORDER,
        login -> {
          Certificate certificate = login.bindOrder(order).getCertificate();
          certificate.download();
          List<X509Certificate> usual = certificate.getCertificateChain();
          return topmostIssuer
              .map(name -> PreferredChain.choose(name, usual, () -> alternates(certificate)))
              .orElse(usual);
        });
  }

  private static List<Certificate> alternates(Certificate certificate) {
    return certificate.getAlternateCertificates();
  }

  /** When the authority wants a certificate renewed, and when it wants to be asked again. */
  CertEvent.Renewal blockingRenewalInfo(String certificate) throws AcmeProblem {
    return with(
        During.ORDER,
        login -> {
          Optional<URL> base = login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO);
          Optional<RenewalWindow> window =
              base.isEmpty()
                  ? Optional.empty()
                  : Optional.of(window(login, below(base.get(), certificate), certificate));
          return new CertEvent.Renewal(window, client.retryAfter().orElse(USUAL_PAUSE));
        });
  }

  private static RenewalWindow window(Login login, URL at, String certificate)
      throws AcmeException {
    RenewalInfo info = login.bindRenewalInfo(at);
    info.fetch();
    return new RenewalWindow(
        certificate,
        info.getSuggestedWindowStart(),
        info.getSuggestedWindowEnd(),
        info.getExplanation().map(URL::toString));
  }

  private static URL below(URL base, String name) {
    String text = base.toString();
    try {
      return new URL(text.endsWith("/") ? text + name : text + "/" + name);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Declares a certificate of this account invalid (RFC 8555 7.6). */
  public void blockingRevoke(X509Certificate certificate, RevocationReason reason)
      throws AcmeProblem {
    with(
        During.ORDER,
        login -> {
          Certificate.revoke(login, certificate, reason);
          return null;
        });
  }

  void blockingChangeKey(KeyPair next) throws AcmeProblem {
    with(
        During.LOGIN,
        login -> {
          login.getAccount().changeKey(next);
          return null;
        });
  }

  /** Ends the account for good (RFC 8555 7.3.6). */
  public void blockingDeactivate() throws AcmeProblem {
    with(
        During.LOGIN,
        login -> {
          login.getAccount().deactivate();
          return null;
        });
  }

  private <T> T with(During during, CaClient.Step<Login, T> step) throws AcmeProblem {
    return client.blockingWithLogin(url, key, during, step);
  }

  private static Identifier identifier(String name) {
    return CertPolicy.isAddress(name) ? Identifier.ip(name) : Identifier.dns(name);
  }

  private static OrderView view(Order order, Optional<Instant> retryAfter) throws AcmeException {
    OrderView.Status status = status(order.getStatus());
    List<Authorization> authorizations =
        status == OrderView.Status.PENDING || status == OrderView.Status.INVALID
            ? authorizations(order)
            : List.of();
    return new OrderView(
        order.getLocation(),
        status,
        authorizations,
        order.getError().map(FailureMapper::ofProof),
        retryAfter);
  }

  private static OrderView.Status status(Status status) {
    return switch (status) {
      case PENDING -> OrderView.Status.PENDING;
      case READY -> OrderView.Status.READY;
      case PROCESSING -> OrderView.Status.PROCESSING;
      case VALID -> OrderView.Status.VALID;
      default -> OrderView.Status.INVALID;
    };
  }

  private static List<Authorization> authorizations(Order order) {
    return order.getAuthorizations().stream().map(CaAccount::view).toList();
  }

  private static Authorization view(org.shredzone.acme4j.Authorization authorization) {
    String name = authorization.getIdentifier().getValue();
    return new Authorization(
        authorization.getLocation(),
        name,
        authorization.getStatus() == Status.VALID,
        offered(authorization),
        authorization.getStatus() == Status.INVALID
            ? Optional.of(failure(authorization, name))
            : Optional.empty());
  }

  private static Set<ChallengeKind> offered(org.shredzone.acme4j.Authorization authorization) {
    Set<ChallengeKind> kinds = EnumSet.noneOf(ChallengeKind.class);
    authorization.getChallenges().stream()
        .flatMap(challenge -> ChallengeKind.of(challenge.getType()).stream())
        .forEach(kinds::add);
    return kinds;
  }

  private static AcmeFailure failure(
      org.shredzone.acme4j.Authorization authorization, String name) {
    return authorization.getChallenges().stream()
        .flatMap(challenge -> challenge.getError().stream())
        .findFirst()
        .map(FailureMapper::ofProof)
        .orElseGet(
            () -> AcmeFailure.of(AcmeFailure.Kind.SELF_HEAL, "", "the authorization has ended"))
        .about(name);
  }
}
