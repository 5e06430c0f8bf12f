package site.proxy;

/** A target does not keep to its protocol. Has no stack trace: the fault is the target's. */
final class MalformedAnswer extends RuntimeException {
  MalformedAnswer(String what) {
    super(what, null, false, false);
  }
}
