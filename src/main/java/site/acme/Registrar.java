package site.acme;

import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.util.Optional;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Metadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.AcmeFailure.Kind;
import site.acme.FailureMapper.During;
import site.config.AcmeConfig;

/** Our account with one authority: registers it when it is needed, changes its key, ends it. */
final class Registrar {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  private final CaClient client;
  private final Authority authority;
  private final AccountStore accounts;
  private final Introduction introduction;
  private Optional<CaAccount> account = Optional.empty();

  /**
   * How we introduce ourselves.
   *
   * @param contact mail address the authority is told
   */
  record Introduction(Optional<String> contact, AcmeConfig.Terms terms) {}

  /** Registers nothing yet. */
  Registrar(CaClient client, AccountStore accounts, Introduction introduction) {
    this.client = client;
    this.authority = client.authority();
    this.accounts = accounts;
    this.introduction = introduction;
  }

  CaClient client() {
    return client;
  }

  /** Our account, registered when there is none. */
  synchronized CaAccount blockingAccount() throws AcmeProblem {
    if (account.isEmpty()) {
      blockingEndInterruptedRollover();
      KeyPair key = accounts.blockingKey(authority);
      Optional<URL> known = accounts.blockingUrl(authority);
      URL url = known.isPresent() ? known.get() : blockingRegister(key);
      if (known.isEmpty()) {
        accounts.blockingSaveUrl(authority, url);
      }
      account = Optional.of(new CaAccount(client, url, key));
    }
    return account.get();
  }

  /** The authority does not know our account any more; the key may stay. */
  synchronized void blockingForget() throws AcmeProblem {
    account = Optional.empty();
    accounts.blockingForget(authority);
  }

  /** Replaces the account's key (RFC 8555 7.3.5). The new one is on disk before it is used. */
  synchronized void blockingChangeKey() throws AcmeProblem {
    CaAccount present = blockingAccount();
    KeyPair next = accounts.blockingBeginRollover(authority);
    present.blockingChangeKey(next);
    accounts.blockingEndRollover(authority, true);
    account = Optional.empty();
  }

  /** Ends the account (RFC 8555 7.3.6). Its key goes, too: it would be refused for ever. */
  synchronized void blockingDeactivate() throws AcmeProblem {
    blockingAccount().blockingDeactivate();
    accounts.blockingRemove(authority);
    account = Optional.empty();
  }

  /** Which key the authority knows is not clear after a crash: the new one is tried. */
  private void blockingEndInterruptedRollover() throws AcmeProblem {
    Optional<KeyPair> next = accounts.blockingNextKey(authority);
    if (next.isPresent()) {
      boolean replaced = client.blockingAccountOf(next.get()).isPresent();
      accounts.blockingEndRollover(authority, replaced);
    }
  }

  private URL blockingRegister(KeyPair key) throws AcmeProblem {
    return client.blockingWithSession(
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
          refuseWithoutAgreement(directory.getTermsOfService());
          Account made = builder(key).create(session);
          String terms = directory.getTermsOfService().map(uri -> ", terms: " + uri).orElse("");
          LOG.info("{}: account {}{}", authority.id(), made.getLocation(), terms);
          return made.getLocation();
        });
  }

  private void refuseWithoutAgreement(Optional<URI> terms) throws AcmeProblem {
    boolean asks = introduction.terms() == AcmeConfig.Terms.ASK && terms.isPresent();
    if (asks && !accounts.blockingAgreed(authority).equals(terms)) {
      throw new AcmeProblem(
          AcmeFailure.of(
              Kind.PERSON,
              "",
              "read %s, then: site.jar cert account agree --ca %s"
                  .formatted(terms.get(), authority.id())));
    }
  }

  /**
   * Remembers that the terms as they are now are agreed to.
   *
   * @return where they are; empty when the authority has none
   */
  Optional<URI> blockingAgree() throws AcmeProblem {
    Optional<URI> terms = client.blockingTerms();
    if (terms.isPresent()) {
      accounts.blockingAgree(authority, terms.get());
    }
    return terms;
  }

  private AccountBuilder builder(KeyPair key) {
    AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
    introduction.contact().ifPresent(builder::addEmail);
    authority.binding().ifPresent(b -> builder.withKeyIdentifier(b.keyIdentifier(), b.key()));
    return builder;
  }
}
