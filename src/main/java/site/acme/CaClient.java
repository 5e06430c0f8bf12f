package site.acme;

import java.net.URL;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.AcmeFailure.Kind;
import site.acme.FailureMapper.During;

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
  private Optional<CaAccount> account = Optional.empty();
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
   * @throws AcmeProblem when the authority's root certificate cannot be read
   */
  public static CaClient blockingOpen(Authority authority, CaNetwork network, Clock clock)
      throws AcmeProblem {
    return new CaClient(
        authority, new BoundedHttp(network.blockingClient(authority), network.timeout(), clock));
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

  /** Our account with the authority, registered when there is none. */
  public synchronized CaAccount blockingAccount(AccountStore accounts, Optional<String> contact)
      throws AcmeProblem {
    if (account.isEmpty()) {
      blockingEndInterruptedRollover(accounts);
      KeyPair key = accounts.blockingKey(authority);
      Optional<URL> known = accounts.blockingUrl(authority);
      URL url = known.isPresent() ? known.get() : blockingRegister(key, contact);
      if (known.isEmpty()) {
        accounts.blockingSaveUrl(authority, url);
      }
      account = Optional.of(new CaAccount(this, url, key));
    }
    return account.get();
  }

  /** The authority does not know our account any more; the key may stay. */
  synchronized void blockingForgetAccount(AccountStore accounts) throws AcmeProblem {
    account = Optional.empty();
    accounts.blockingForget(authority);
  }

  /** Replaces the account's key (RFC 8555 7.3.5). The new one is on disk before it is used. */
  public synchronized void blockingChangeKey(AccountStore accounts, Optional<String> contact)
      throws AcmeProblem {
    CaAccount present = blockingAccount(accounts, contact);
    KeyPair next = accounts.blockingBeginRollover(authority);
    present.blockingChangeKey(next);
    accounts.blockingEndRollover(authority, true);
    account = Optional.empty();
  }

  /** Which key the authority knows is not clear after a crash: the new one is tried. */
  private void blockingEndInterruptedRollover(AccountStore accounts) throws AcmeProblem {
    Optional<KeyPair> next = accounts.blockingNextKey(authority);
    if (next.isPresent()) {
      accounts.blockingEndRollover(authority, blockingIsKnown(next.get()));
    }
  }

  private boolean blockingIsKnown(KeyPair key) throws AcmeProblem {
    try {
      blockingWithSession(
          During.LOGIN, s -> new AccountBuilder().onlyExisting().useKeyPair(key).createLogin(s));
      return true;
    } catch (AcmeProblem e) {
      if (e.failure().type().equals("accountDoesNotExist")) {
        return false;
      }
      throw e;
    }
  }

  private URL blockingRegister(KeyPair key, Optional<String> contact) throws AcmeProblem {
    return blockingWithSession(
        During.LOGIN,
        session -> {
          Metadata directory = session.getMetadata();
          if (directory.isExternalAccountRequired() && authority.binding().isEmpty()) {
            throw new AcmeProblem(
                AcmeFailure.of(
                    Kind.PERSON,
                    "externalAccountRequired",
                    authority.id() + " wants tls.acme.ca[].eab"));
          }
          Account made = builder(key, contact).create(session);
          String terms = directory.getTermsOfService().map(uri -> ", terms: " + uri).orElse("");
          LOG.info("{}: account {}{}", authority.id(), made.getLocation(), terms);
          return made.getLocation();
        });
  }

  private AccountBuilder builder(KeyPair key, Optional<String> contact) {
    AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
    contact.ifPresent(builder::addEmail);
    authority.binding().ifPresent(b -> builder.withKeyIdentifier(b.keyIdentifier(), b.key()));
    return builder;
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

  private <T> T blockingWithSession(During during, Step<Session, T> step) throws AcmeProblem {
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
