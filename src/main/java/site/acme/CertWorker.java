package site.acme;

import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.shredzone.acme4j.RevocationReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.AcmeFailure.Kind;
import site.acme.CertAction.AskRenewal;
import site.acme.CertAction.Download;
import site.acme.CertAction.Finish;
import site.acme.CertAction.Look;
import site.acme.CertAction.Order;
import site.acme.CertAction.Present;
import site.acme.CertAction.Trigger;
import site.acme.OrderView.Authorization;
import site.config.ChallengeKind;
import site.tls.Credential;
import site.tls.Identity;

/**
 * Does what a {@link CertJob} wants done: one action, one call, on a thread that may block. Decides
 * nothing about time.
 */
final class CertWorker {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  private final CertStore store;
  private final AccountStore accounts;
  private final Clock clock;
  private final Map<ChallengeKind, Solver> solvers = new EnumMap<>(ChallengeKind.class);
  private final Map<Authority, Registrar> registrars = new ConcurrentHashMap<>();
  private final Map<String, List<Proof>> presented = new ConcurrentHashMap<>();
  private final AuthorityTraffic traffic;
  private volatile Network network;

  /** How authorities are reached, and what they are told about us. */
  record Network(CaNetwork network, Registrar.Introduction introduction) {}

  CertWorker(
      CertStore store, AccountStore accounts, List<Solver> solvers, Network network, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.network = network;
    this.clock = clock;
    this.traffic = new AuthorityTraffic(clock);
    solvers.forEach(solver -> this.solvers.put(solver.kind(), solver));
  }

  /** What authorities were asked since the start. */
  AuthorityTraffic traffic() {
    return traffic;
  }

  /** From now on authorities are reached this way. */
  void reach(Network next) {
    if (!next.equals(network)) {
      network = next;
      registrars.clear();
    }
  }

  /** The one with an authority, for all certificates. */
  private Registrar blockingRegistrar(Authority authority) throws AcmeProblem {
    Registrar known = registrars.get(authority);
    if (known != null) {
      return known;
    }
    CaClient client = CaClient.blockingOpen(authority, network.network(), clock, traffic);
    Registrar opened = new Registrar(client, accounts, network.introduction());
    Registrar first = registrars.putIfAbsent(authority, opened);
    return first == null ? opened : first;
  }

  /** Does it; whatever goes wrong is an event, too. */
  CertEvent blockingPerform(CertSpec spec, JobState state, CertAction action) {
    try {
      return blockingDo(spec, state, action);
    } catch (AcmeProblem e) {
      LOG.debug("{}: {} failed", spec.id(), action.getClass().getSimpleName(), e);
      return new CertEvent.Failed(e.failure());
    } catch (RuntimeException e) {
      LOG.error("{}: {} failed", spec.id(), action.getClass().getSimpleName(), e);
      return new CertEvent.Failed(AcmeFailure.of(Kind.CA_BUSY, "", e.toString()));
    }
  }

  private CertEvent blockingDo(CertSpec spec, JobState state, CertAction action)
      throws AcmeProblem {
    if (action instanceof Order order) {
      return blockingOrder(spec, state, order);
    }
    if (action instanceof Look look) {
      return new CertEvent.Seen(account(spec, look.pending()).blockingOrder(look.pending().url()));
    }
    if (action instanceof Present present) {
      return blockingPresent(spec, present);
    }
    if (action instanceof CertAction.CheckVisible) {
      return new CertEvent.Visible(blockingAreVisible(spec));
    }
    if (action instanceof Trigger trigger) {
      return blockingTrigger(spec, trigger);
    }
    if (action instanceof Finish finish) {
      return blockingFinish(spec, finish);
    }
    if (action instanceof Download download) {
      return blockingDownload(spec, download);
    }
    return action instanceof AskRenewal ask ? blockingAsk(spec, ask) : new CertEvent.Woken();
  }

  /** Takes all proofs of a certificate away. */
  void blockingCleanup(CertSpec spec) {
    List<Proof> proofs = presented.remove(spec.id());
    if (proofs != null) {
      proofs.forEach(proof -> solvers.get(proof.kind()).blockingCleanup(proof));
    }
  }

  // ---- the actions

  private CertEvent blockingOrder(CertSpec spec, JobState state, Order order) throws AcmeProblem {
    store.blockingSelfTest();
    Registrar registrar = blockingRegistrar(order.authority());
    if (order.accountIsLost()) {
      registrar.blockingForget();
    }
    CaAccount account = registrar.blockingAccount();
    Optional<String> profile = blockingProfile(registrar.client(), order, spec);
    Optional<String> replaces = blockingReplaces(registrar.client(), account, order);
    store.blockingSavePendingKey(spec.id(), blockingKey(spec, order.anotherKey()));
    URL made = account.blockingNewOrder(spec.names(), profile, replaces);
    PendingOrder pending =
        new PendingOrder(
            order.authority().id(),
            made,
            order.trial(),
            Optional.empty(),
            PendingOrder.Step.NOTHING);
    // Before anything else: from here on a process that dies finds its order again.
    store.blockingSave(spec.id(), state.pending(Optional.of(pending)));
    return new CertEvent.Ordered(pending);
  }

  private Optional<String> blockingProfile(CaClient client, Order order, CertSpec spec)
      throws AcmeProblem {
    if (order.profile().isEmpty()) {
      return Optional.empty();
    }
    CertSpec.Profile wanted = order.profile().get();
    if (client.blockingHasProfile(wanted.name())) {
      return Optional.of(wanted.name());
    }
    String what = order.authority().id() + " has no profile \"" + wanted.name() + "\"";
    if (wanted.required()) {
      throw new AcmeProblem(AcmeFailure.of(Kind.PERSON, "invalidProfile", what));
    }
    LOG.warn("{}: {}, going on without", spec.id(), what);
    return Optional.empty();
  }

  private static Optional<String> blockingReplaces(CaClient client, CaAccount account, Order order)
      throws AcmeProblem {
    Optional<CertAction.Replaced> mine =
        order.replaces().filter(r -> r.account().equals(account.url().toString()));
    return mine.isPresent() && client.blockingHasRenewalInfo()
        ? mine.map(CertAction.Replaced::certificate)
        : Optional.empty();
  }

  private KeyPair blockingKey(CertSpec spec, boolean another) {
    Optional<Credential> reused =
        Optional.of(spec)
            .filter(s -> s.reuseKey() && !another)
            .flatMap(s -> store.blockingCurrent(s.id()))
            .map(Generation::credential)
            .filter(
                current ->
                    PrivateKeyMaker.kindOf(current.leaf().getPublicKey())
                        .filter(spec.key()::equals)
                        .isPresent());
    return reused
        .map(c -> new KeyPair(c.leaf().getPublicKey(), c.key()))
        .orElseGet(() -> PrivateKeyMaker.make(spec.key()));
  }

  private CertEvent blockingPresent(CertSpec spec, Present present) throws AcmeProblem {
    CaAccount account = account(spec, present.pending());
    ChallengeKind kind = present.pending().kind().orElseThrow();
    List<Proof> proofs = new ArrayList<>();
    presented.put(spec.id(), proofs);
    for (Authorization authorization : present.open()) {
      Proof proof = account.blockingProof(authorization, kind);
      proofs.add(proof);
      solvers.get(kind).blockingPresent(proof);
    }
    return new CertEvent.Presented();
  }

  private boolean blockingAreVisible(CertSpec spec) throws AcmeProblem {
    for (Proof proof : presented.getOrDefault(spec.id(), List.of())) {
      if (!solvers.get(proof.kind()).blockingReady(proof)) {
        return false;
      }
    }
    return true;
  }

  private CertEvent blockingTrigger(CertSpec spec, Trigger trigger) throws AcmeProblem {
    CaAccount account = account(spec, trigger.pending());
    for (Authorization authorization : trigger.open()) {
      account.blockingTrigger(authorization, trigger.pending().kind().orElseThrow());
    }
    return new CertEvent.Triggered();
  }

  private CertEvent blockingFinish(CertSpec spec, Finish finish) throws AcmeProblem {
    KeyPair key = pendingKey(spec);
    byte[] request = CertificateRequest.of(spec.names(), key);
    CaAccount account = account(spec, finish.pending());
    return new CertEvent.Seen(account.blockingFinish(finish.pending().url(), request));
  }

  private CertEvent blockingDownload(CertSpec spec, Download download) throws AcmeProblem {
    CaAccount account = account(spec, download.pending());
    List<X509Certificate> chain =
        account.blockingDownload(download.pending().url(), spec.preferredChain());
    Credential credential = new Credential(chain, pendingKey(spec).getPrivate());
    check(spec, credential);
    Generation published =
        store.blockingPublish(
            spec.id(),
            credential,
            new Generation.Origin(
                download.pending().authority(), Optional.of(account.url().toString())));
    store.blockingForgetPending(spec.id());
    return new CertEvent.Issued(Material.of(published));
  }

  private KeyPair pendingKey(CertSpec spec) throws AcmeProblem {
    return store
        .blockingPendingKey(spec.id())
        .orElseThrow(() -> repeat("the key of the order is not there any more"));
  }

  /** Nothing is published that could not serve. */
  private void check(CertSpec spec, Credential credential) throws AcmeProblem {
    X509Certificate leaf = credential.leaf();
    Instant now = clock.instant();
    if (!KeyFile.pair(credential.key()).getPublic().equals(leaf.getPublicKey())) {
      throw repeat("the certificate is for another key");
    }
    if (!Identity.of(credential).names().containsAll(new TreeSet<>(spec.names()))) {
      throw repeat("the certificate is for other names");
    }
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw repeat("the certificate has expired already, or the clock is wrong");
    }
    verifyChain(credential.chain());
  }

  private static void verifyChain(List<X509Certificate> chain) throws AcmeProblem {
    try {
      for (int i = 1; i < chain.size(); i++) {
        chain.get(i - 1).verify(chain.get(i).getPublicKey());
      }
    } catch (GeneralSecurityException e) {
      throw repeat("the chain of the certificate is not in order");
    }
  }

  private static AcmeProblem repeat(String what) {
    return new AcmeProblem(AcmeFailure.of(Kind.SELF_HEAL, "", what));
  }

  private CertEvent blockingAsk(CertSpec spec, AskRenewal ask) {
    try {
      Authority authority = authority(spec, ask.material().origin().authority());
      return blockingAccount(authority).blockingRenewalInfo(ask.certificate());
    } catch (AcmeProblem e) {
      LOG.debug("{}: the authority does not say when to renew", spec.id(), e);
      return new CertEvent.RenewalUnknown();
    }
  }

  private CaAccount account(CertSpec spec, PendingOrder pending) throws AcmeProblem {
    return blockingAccount(authority(spec, pending.authority()));
  }

  /** Our account with an authority. */
  CaAccount blockingAccount(Authority authority) throws AcmeProblem {
    return blockingRegistrar(authority).blockingAccount();
  }

  /** Has a certificate revoked by whoever has its key, as we have (RFC 8555 7.6). */
  Void blockingRevokeByItsKey(Authority authority, Credential credential, RevocationReason why)
      throws AcmeProblem {
    blockingRegistrar(authority).client().blockingRevokeByItsKey(credential, why);
    return null;
  }

  /** Gives our account with an authority another key. */
  Void blockingChangeKey(Authority authority) throws AcmeProblem {
    blockingRegistrar(authority).blockingChangeKey();
    return null;
  }

  /** Agrees to the terms of an authority; empty when it has none. */
  Optional<URI> blockingAgree(Authority authority) throws AcmeProblem {
    return blockingRegistrar(authority).blockingAgree();
  }

  /** Ends our account with an authority. */
  Void blockingDeactivate(Authority authority) throws AcmeProblem {
    blockingRegistrar(authority).blockingDeactivate();
    return null;
  }

  private static Authority authority(CertSpec spec, String id) throws AcmeProblem {
    return spec.authorities().stream()
        .flatMap(a -> Stream.concat(Stream.of(a), a.forTrials().stream()))
        .filter(a -> a.id().equals(id))
        .findFirst()
        .orElseThrow(() -> repeat(id + " is not configured any more"));
  }
}
