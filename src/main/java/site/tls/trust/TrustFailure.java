package site.tls.trust;

/** Trust could not be put or taken away; the message says where and why. */
public final class TrustFailure extends Exception {
  TrustFailure(String sentence) {
    super(sentence);
  }

  TrustFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
