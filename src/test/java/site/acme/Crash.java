package site.acme;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import site.tls.Credential;

/**
 * A process that dies as if it were killed, right after it has stored something for the n-th time.
 * Arguments: directory, directory URL of the authority, its root, n.
 */
final class Crash {
  private static final int KILLED = 137;

  private Crash() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int times = Integer.parseInt(args[3]);
    Issuance issuance =
        new Issuance(directory, 0, Duration.ofSeconds(30), store -> new DyingStore(store, times));
    Authority authority =
        new Authority(
            "pebble",
            URI.create(args[1]),
            Optional.of(Path.of(args[2])),
            Optional.empty(),
            Optional.empty());
    issuance.keep(Issuance.spec(authority, WithPebble.NAME));
    issuance.awaitCertificate(WithPebble.NAME);
    Runtime.getRuntime().halt(0);
  }

  private static final class DyingStore implements CertStore {
    private final CertStore store;
    private int left;

    DyingStore(CertStore store, int times) {
      this.store = store;
      this.left = times;
    }

    private synchronized void stored() {
      left--;
      if (left == 0) {
        Runtime.getRuntime().halt(KILLED);
      }
    }

    @Override
    public void blockingSave(String id, JobState state) throws AcmeProblem {
      store.blockingSave(id, state);
      stored();
    }

    @Override
    public void blockingSavePendingKey(String id, KeyPair key) throws AcmeProblem {
      store.blockingSavePendingKey(id, key);
      stored();
    }

    @Override
    public Generation blockingPublish(String id, Credential credential, Generation.Origin origin)
        throws AcmeProblem {
      Generation published = store.blockingPublish(id, credential, origin);
      stored();
      return published;
    }

    @Override
    public List<String> blockingIds() throws AcmeProblem {
      return store.blockingIds();
    }

    @Override
    public Optional<Generation> blockingCurrent(String id) {
      return store.blockingCurrent(id);
    }

    @Override
    public JobState blockingState(String id) {
      return store.blockingState(id);
    }

    @Override
    public Optional<KeyPair> blockingPendingKey(String id) {
      return store.blockingPendingKey(id);
    }

    @Override
    public void blockingForgetPending(String id) {
      store.blockingForgetPending(id);
    }

    @Override
    public void blockingDelete(String id) throws AcmeProblem {
      store.blockingDelete(id);
    }

    @Override
    public void blockingSelfTest() throws AcmeProblem {
      store.blockingSelfTest();
    }
  }
}
