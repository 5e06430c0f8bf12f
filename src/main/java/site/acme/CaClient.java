package site.acme;

import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.AcmeFailure.Kind;
import site.acme.FailureMapper.During;
import site.tls.Credential;

/**
 * Speaks to one authority. What acme4j gets wrong is put right here: a session that allows one
 * request at a time (there are four), answers without end ({@link BoundedHttp}), exceptions of many
 * kinds ({@link FailureMapper}).
 */
public final class CaClient {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final int SESSIONS = 4;
  private static final Duration TOLERABLE_SKEW = Duration.ofMinutes(5);

  private final Authority authority;
  private final BoundedHttp http;
  private final BlockingQueue<Session> sessions = new ArrayBlockingQueue<>(SESSIONS);
  private volatile boolean skewTold;

  CaClient(Authority authority, BoundedHttp http) {
    this.authority = authority;
    this.http = http;
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(new Session(authority.directory(), new Provider(http)));
    }
  }

  /**
   * A client that has not spoken yet.
   *
   * @param traffic counts what it says
   * @throws AcmeProblem when the authority's root certificate cannot be read
   */
  public static CaClient blockingOpen(
      Authority authority, CaNetwork network, Clock clock, AuthorityTraffic traffic)
      throws AcmeProblem {
    BoundedHttp http =
        new BoundedHttp(
            network.blockingClient(authority),
            network.timeout(),
            clock,
            (took, seen) -> traffic.count(authority.id(), took, seen));
    return new CaClient(authority, http);
  }

  /** acme4j asks its provider for a client. */
  private static final class Provider extends GenericAcmeProvider {
    private final BoundedHttp http;

    Provider(BoundedHttp http) {
      this.http = http;
    }

    @Override
    public java.net.http.HttpClient createHttpClient(NetworkSettings settings) {
      return http;
    }
  }

  public Authority authority() {
    return authority;
  }

  /** Whether the authority says when to renew (RFC 9773). */
  boolean blockingHasRenewalInfo() throws AcmeProblem {
    return blockingWithSession(
        During.ORDER, s -> s.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent());
  }

  /** Whether the authority has this profile. */
  boolean blockingHasProfile(String profile) throws AcmeProblem {
    return blockingWithSession(During.ORDER, s -> s.getMetadata().isProfileAllowed(profile));
  }

  /** The account the authority has for a key (RFC 8555 7.3.1); empty when it knows none. */
  public Optional<URL> blockingAccountOf(KeyPair key) throws AcmeProblem {
    try {
      return Optional.of(
          blockingWithSession(
              During.LOGIN,
              s -> new AccountBuilder().onlyExisting().useKeyPair(key).create(s).getLocation()));
    } catch (AcmeProblem e) {
      if (e.failure().type().equals("accountDoesNotExist")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Declares a certificate invalid by its own key; no account is needed (RFC 8555 7.6). */
  void blockingRevokeByItsKey(Credential credential, RevocationReason why) throws AcmeProblem {
    KeyPair key = new KeyPair(credential.leaf().getPublicKey(), credential.key());
    blockingWithSession(
        During.ORDER,
        session -> {
          Certificate.revoke(session, key, credential.leaf(), why);
          return null;
        });
  }

  /** The terms of service as they are now; empty where the authority has none. */
  Optional<URI> blockingTerms() throws AcmeProblem {
    return blockingWithSession(During.LOGIN, s -> s.getMetadata().getTermsOfService());
  }

  /** A step of the protocol. */
  @FunctionalInterface
  interface Step<I, T> {
    T blockingRun(I on) throws AcmeException, AcmeProblem;
  }

  <T> T blockingWithLogin(URL url, KeyPair key, During during, Step<Login, T> step)
      throws AcmeProblem {
    return blockingWithSession(during, session -> step.blockingRun(session.login(url, key)));
  }

  <T> T blockingWithSession(During during, Step<Session, T> step) throws AcmeProblem {
    Session session = blockingTake();
    try {
      return step.blockingRun(session);
    } catch (AcmeException | RuntimeException e) {
      throw new AcmeProblem(FailureMapper.of(e, http.seen(), during), e);
    } finally {
      sessions.add(session);
      tellSkew();
    }
  }

  /** What the last answer to this thread said. */
  Optional<Duration> retryAfter() {
    return http.seen().flatMap(BoundedHttp.Seen::retryAfter);
  }

  private Session blockingTake() throws AcmeProblem {
    try {
      return sessions.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AcmeProblem(AcmeFailure.of(Kind.CA_BUSY, "", "interrupted"), e);
    }
  }

  private void tellSkew() {
    Optional<Duration> skew =
        http.seen()
            .flatMap(BoundedHttp.Seen::skew)
            .filter(by -> by.abs().compareTo(TOLERABLE_SKEW) > 0);
    if (skew.isPresent() && !skewTold) {
      LOG.warn(
          "the clock of {} is {} minutes {} ours; one of them is wrong",
          authority.id(),
          skew.get().abs().toMinutes(),
          skew.get().isNegative() ? "behind" : "ahead of");
    }
    skewTold = skew.isPresent();
  }
}
