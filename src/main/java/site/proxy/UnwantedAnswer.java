package site.proxy;

/** A target answered with a status that another target may do better than. */
final class UnwantedAnswer extends RuntimeException {
  private final transient Target target;
  private final int status;

  UnwantedAnswer(Target target, int status) {
    super(null, null, false, false);
    this.target = target;
    this.status = status;
  }

  /** Written when somebody reads it: one of these is made for every answer, to be judged. */
  @Override
  public String getMessage() {
    return target + " answered " + status;
  }

  int status() {
    return status;
  }
}
