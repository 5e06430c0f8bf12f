package site.tls.trust;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes this machine trust the root of the internal CA, and undoes exactly that. Nothing else in
 * this program touches a trust store.
 *
 * <p>A store that trusted the root before is left alone, also at the end. What is about to be
 * changed is written down first, so that an installation that broke off can be undone.
 */
public final class TrustInstaller {
  private final TrustPlaces places;
  private final Path root;
  private final Path record;
  private final TrustCommands commands;

  /**
   * Does nothing yet.
   *
   * @param root the certificate, PEM; {@code trust.json} is kept beside its folder
   * @param out told of every command before it runs
   * @param dryRun whether it is only told
   */
  public TrustInstaller(TrustPlaces places, Path root, PrintWriter out, boolean dryRun) {
    this.places = places;
    this.root = root;
    this.record = root.resolveSibling("trust.json");
    this.commands = new TrustCommands(out, dryRun);
  }

  /** Puts the root into every store there is that does not have it. */
  public void blockingInstall() throws TrustFailure {
    TrustedRoot trusted = TrustedRoot.blockingRead(root);
    TrustRecord done = blockingRecordFor(trusted);
    List<TrustStore> stores = places.blockingStores();
    if (stores.isEmpty()) {
      throw new TrustFailure("no trust store was found here; tell your programs to trust " + root);
    }
    List<TrustStore> lacking = blockingLacking(stores, trusted);
    for (TrustStore store : lacking) {
      done = done.with(store.id());
      blockingWrite(done);
      blockingInstall(store, trusted);
    }
  }

  private TrustRecord blockingRecordFor(TrustedRoot trusted) throws TrustFailure {
    Optional<TrustRecord> before = TrustRecord.blockingRead(record);
    if (before.isPresent() && !before.get().name().equals(trusted.name())) {
      throw new TrustFailure("another root is installed; run cert trust uninstall first");
    }
    return before.orElse(new TrustRecord(trusted.name(), Set.of()));
  }

  /** Looked at before anything is changed, as one store's command may change another. */
  private List<TrustStore> blockingLacking(List<TrustStore> stores, TrustedRoot trusted)
      throws TrustFailure {
    List<TrustStore> lacking = new ArrayList<>();
    for (TrustStore store : stores) {
      if (store.blockingTrusts(trusted)) {
        commands.say(store.id() + ": trusts it already");
      } else {
        lacking.add(store);
      }
    }
    return lacking;
  }

  private void blockingInstall(TrustStore store, TrustedRoot trusted) throws TrustFailure {
    commands.say(store.id() + ":");
    if (!commands.isDryRun() && store.blockingTrusts(trusted)) {
      commands.say("  came along with another store");
      return;
    }
    for (List<String> command : store.install(trusted)) {
      commands.blockingRun(command);
    }
    if (!commands.isDryRun() && !store.blockingTrusts(trusted)) {
      throw new TrustFailure(store.id() + " does not trust it, although its commands succeeded");
    }
  }

  /** Takes the root out of the stores it was put into, and looks whether it is gone. */
  public void blockingUninstall() throws TrustFailure {
    Optional<TrustRecord> before = TrustRecord.blockingRead(record);
    if (before.isEmpty()) {
      commands.say("nothing is installed");
      return;
    }
    TrustRecord left = before.get();
    TrustedRoot trusted = TrustedRoot.blockingRead(copy());
    for (TrustStore store : places.blockingStores()) {
      if (left.stores().contains(store.id())) {
        blockingUninstall(store, trusted);
        left = left.without(store.id());
        blockingWrite(left);
      }
    }
    left.stores().forEach(id -> commands.say(id + ": is not there any more"));
    blockingForget(left);
  }

  private void blockingUninstall(TrustStore store, TrustedRoot trusted) throws TrustFailure {
    commands.say(store.id() + ":");
    if (!store.blockingTrusts(trusted)) {
      commands.say("  does not have it any more");
      return;
    }
    for (List<String> command : store.uninstall(trusted)) {
      commands.blockingRun(command);
    }
    if (!commands.isDryRun() && store.blockingTrusts(trusted)) {
      throw new TrustFailure(store.id() + " still trusts it, although its commands succeeded");
    }
  }

  private Path copy() {
    return root.resolveSibling("trust.pem");
  }

  private void blockingWrite(TrustRecord now) throws TrustFailure {
    if (commands.isDryRun()) {
      return;
    }
    try {
      if (!Files.exists(copy())) {
        Files.copy(root, copy());
      }
    } catch (IOException e) {
      throw new TrustFailure(copy() + " cannot be written: " + e.getMessage(), e);
    }
    now.blockingWrite(record);
  }

  private void blockingForget(TrustRecord left) throws TrustFailure {
    if (commands.isDryRun()) {
      return;
    }
    new TrustRecord(left.name(), Set.of()).blockingWrite(record);
    try {
      Files.deleteIfExists(copy());
    } catch (IOException e) {
      throw new TrustFailure(copy() + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
