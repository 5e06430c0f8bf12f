package site.acme.certbot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import site.acme.AccountStore;
import site.acme.AcmeProblem;
import site.acme.Authority;
import site.acme.CertPolicy;
import site.acme.CertSpec;
import site.acme.CertStore;
import site.acme.Generation;
import site.acme.Generation.Origin;
import site.tls.Credential;

/**
 * Takes over certbot's certificates and accounts, so that nothing has to be ordered and everything
 * that depends on the account stays valid. First a plan is made, which can be shown; then it is
 * carried out. What is not taken over is told in sentences.
 */
public final class CertbotImport {
  private final CertStore store;
  private final AccountStore accounts;
  private final CertPolicy policy;
  private final Clock clock;

  /**
   * Reads nothing yet.
   *
   * @param policy the certificates the configuration wants
   */
  public CertbotImport(CertStore store, AccountStore accounts, CertPolicy policy, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * What would be done.
   *
   * @param certificates by the id they get here
   * @param accounts by the id of their authority
   * @param notes sentences about what is not taken over, and what is left to do
   */
  public record Plan(
      Map<String, Certificate> certificates, Map<String, Account> accounts, List<String> notes) {}

  /** A certificate to be taken over. */
  public record Certificate(String lineage, Credential credential, Origin origin) {
    public Instant notAfter() {
      return credential.leaf().getNotAfter().toInstant();
    }
  }

  /** An account to be taken over. */
  public record Account(Authority authority, CertbotAccount account) {
    /** Its URL at the authority. */
    public String url() {
      return account.url().toString();
    }
  }

  /**
   * Reads a tree and decides what to do with it. Changes nothing.
   *
   * @param only names of certbot's or host names; empty for all
   * @throws IOException with a sentence, when there is no such tree
   */
  public Plan blockingPlan(Path tree, Set<String> only) throws IOException {
    CertbotTree.Content content = CertbotTree.blockingRead(tree, clock.instant());
    Planning planning = new Planning(content);
    for (Lineage lineage : content.lineages()) {
      if (only.isEmpty()
          || only.contains(lineage.name())
          || lineage.identity().names().stream().anyMatch(only::contains)) {
        planning.blockingAdd(lineage);
      }
    }
    return planning.plan();
  }

  /** Does it; certificates first, as they work without the account. */
  public void blockingCarryOut(Plan plan) throws AcmeProblem {
    for (Map.Entry<String, Certificate> entry : plan.certificates.entrySet()) {
      Certificate certificate = entry.getValue();
      store.blockingPublish(entry.getKey(), certificate.credential, certificate.origin);
    }
    for (Account account : plan.accounts.values()) {
      accounts.blockingImport(
          account.authority, account.account.key().getPrivate(), account.account.url());
    }
  }

  private final class Planning {
    private final CertbotTree.Content tree;
    private final Map<String, Certificate> certificates = new LinkedHashMap<>();
    private final Map<String, Account> taken = new LinkedHashMap<>();
    private final List<String> notes;

    Planning(CertbotTree.Content tree) {
      this.tree = tree;
      this.notes = new ArrayList<>(tree.problems());
    }

    void blockingAdd(Lineage lineage) {
      Credential credential = lineage.identity().credentials().get(0);
      Instant end = credential.leaf().getNotAfter().toInstant();
      if (!clock.instant().isBefore(end)) {
        notes.add(lineage.name() + ": expired at " + end + ", not taken over");
        return;
      }
      Optional<URI> server = lineage.renewal().value("server").map(URI::create);
      Optional<Authority> authority = server.flatMap(this::authority);
      Optional<CertbotAccount> account = blockingAccount(lineage, server);
      authority.ifPresent(known -> account.ifPresent(found -> blockingTake(known, found)));
      if (server.isPresent() && authority.isEmpty()) {
        notes.add(
            "%s: its authority %s is not in tls.acme.ca, so its account is not taken over"
                .formatted(lineage.name(), server.get()));
      }
      Origin origin =
          new Origin(
              authority.map(Authority::id).orElse("certbot"),
              account.map(found -> found.url().toString()),
              true);
      blockingPlace(lineage, new Certificate(lineage.name(), credential, origin));
      notes.addAll(Leftovers.of(lineage));
    }

    private Optional<Authority> authority(URI server) {
      return policy.specs().values().stream()
          .flatMap(spec -> spec.authorities().stream())
          .filter(known -> known.directory().equals(server))
          .findFirst();
    }

    private Optional<CertbotAccount> blockingAccount(Lineage lineage, Optional<URI> server) {
      Optional<String> id = lineage.renewal().value("account");
      if (server.isEmpty() || id.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(CertbotAccount.blockingRead(tree.directory(), server.get(), id.get()));
      } catch (IOException e) {
        notes.add(lineage.name() + ": " + e.getMessage());
        return Optional.empty();
      }
    }

    private void blockingTake(Authority authority, CertbotAccount account) {
      if (accounts.blockingUrl(authority).isPresent()) {
        String url = accounts.blockingUrl(authority).get().toString();
        if (!url.equals(account.url().toString())) {
          noteOnce(
              "we have an account with " + authority.id() + " already, it stays (" + url + ")");
        }
      } else {
        taken.putIfAbsent(authority.id(), new Account(authority, account));
      }
    }

    private void noteOnce(String note) {
      if (!notes.contains(note)) {
        notes.add(note);
      }
    }

    /** Under every certificate the configuration wants that it is good for. */
    private void blockingPlace(Lineage lineage, Certificate certificate) {
      Set<String> left = new TreeSet<>(lineage.identity().names());
      for (CertSpec spec : policy.specs().values()) {
        if (lineage.identity().names().containsAll(spec.names())) {
          blockingPlace(spec.id(), certificate, spec.key().name().startsWith("RSA") ? "RSA" : "EC");
          left.removeAll(spec.names());
        }
      }
      for (String name : left) {
        notes.add(
            lineage.name() + ": " + name + " is not in the configuration, so it is not renewed");
        blockingPlace(CertPolicy.idOf(name), certificate, "");
      }
    }

    private void blockingPlace(String id, Certificate certificate, String wantedKey) {
      Optional<Generation> ours = store.blockingCurrent(id);
      Optional<Certificate> own = ours.map(CertbotImport.Planning::own);
      if (own.filter(mine -> better(mine, certificate, wantedKey).equals(mine)).isPresent()) {
        noteOnce(id + ": we have one until " + own.get().notAfter() + " already, it stays");
        return;
      }
      certificates.merge(id, certificate, (a, b) -> better(a, b, wantedKey));
    }

    private static Certificate own(Generation ours) {
      return new Certificate("", ours.credential(), ours.origin());
    }

    /** Of the kind of key that is wanted, else that which lasts longer. */
    private Certificate better(Certificate a, Certificate b, String wantedKey) {
      boolean fitsA = a.credential.key().getAlgorithm().equals(wantedKey);
      boolean fitsB = b.credential.key().getAlgorithm().equals(wantedKey);
      if (fitsA != fitsB) {
        return fitsA ? a : b;
      }
      return a.notAfter().isBefore(b.notAfter()) ? b : a;
    }

    Plan plan() {
      tree.hooks().forEach(hook -> notes.add(hook + " is not run any more (see tls.hooks.exec)"));
      if (!certificates.isEmpty()) {
        notes.add(
            "certbot must not renew what site.jar renews: systemctl disable --now certbot.timer,"
                + " and look into /etc/cron.d/certbot");
      }
      return new Plan(certificates, taken, List.copyOf(notes));
    }
  }
}
