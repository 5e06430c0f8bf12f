package site.acme;

import site.config.ChallengeKind;

/**
 * Shows a proof to the authority in one way. Present, then ready until it is true or the job goes
 * on without, then, whatever happened, cleanup. Each blocks, on a worker. A process that was killed
 * in between presents the same proof again; that must work.
 */
public interface Solver {

  ChallengeKind kind();

  /** Puts the proof where the authority will look. */
  void blockingPresent(Proof proof) throws AcmeProblem;

  /** Whether the authority would find it now. False is asked again after a pause. */
  default boolean blockingReady(Proof proof) throws AcmeProblem {
    return true;
  }

  /** Takes the proof away; never fails, as nothing depends on it. */
  void blockingCleanup(Proof proof);
}
