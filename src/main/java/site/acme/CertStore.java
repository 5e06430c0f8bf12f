package site.acme;

import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import site.tls.Credential;

/**
 * What must survive a restart: certificates in generations, the state of each job, and orders under
 * way. Everything blocks. What was written is on disk when a method returns.
 */
public interface CertStore {

  /** The ids anything is kept for. */
  List<String> blockingIds() throws AcmeProblem;

  /** The newest generation that can be used: damaged ones are passed over with a warning. */
  Optional<Generation> blockingCurrent(String id);

  /** Adds a generation and makes it the current one for every reader at once. */
  Generation blockingPublish(String id, Credential credential, Generation.Origin origin)
      throws AcmeProblem;

  /** What is known about a certificate besides its files; as new when there is nothing. */
  JobState blockingState(String id);

  void blockingSave(String id, JobState state) throws AcmeProblem;

  /** The key of the order under way. */
  Optional<KeyPair> blockingPendingKey(String id);

  void blockingSavePendingKey(String id, KeyPair key) throws AcmeProblem;

  /** Forgets the order under way. */
  void blockingForgetPending(String id);

  /** Removes everything about a certificate. */
  void blockingDelete(String id) throws AcmeProblem;

  /** Fails when a file cannot be written, read and removed: then no order shall be made. */
  void blockingSelfTest() throws AcmeProblem;
}
