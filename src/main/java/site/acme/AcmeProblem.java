package site.acme;

/** Ends a step towards a certificate. An outcome, not a fault of this program. */
public final class AcmeProblem extends Exception {
  private final transient AcmeFailure failure;

  public AcmeProblem(AcmeFailure failure) {
    this(failure, null);
  }

  /** With what it was made from. */
  public AcmeProblem(AcmeFailure failure, Throwable cause) {
    super(failure.toString(), cause);
    this.failure = failure;
  }

  public AcmeFailure failure() {
    return failure;
  }
}
