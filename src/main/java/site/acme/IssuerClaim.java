package site.acme;

/** How one of several servers on a directory becomes the one that orders. */
interface IssuerClaim extends AutoCloseable {

  /** Claims it, or holds on to it; whether this server orders from now on. Asked regularly. */
  boolean blockingTry() throws AcmeProblem;

  /** Whether the last claim is good at this very moment. */
  boolean holds();

  /** Leaves it to the others. Blocks. */
  @Override
  void close();
}
