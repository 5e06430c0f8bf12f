package site.proxy;

/** A target answered with a status that another target may do better than. */
final class UnwantedAnswer extends RuntimeException {
  private final int status;

  UnwantedAnswer(Target target, int status) {
    super(target + " answered " + status, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
