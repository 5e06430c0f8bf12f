package site.secrets;

/** A place for secrets that cannot be used as it is; the message is a sentence without values. */
public final class SecretsFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  SecretsFailure(String message) {
    super(message);
  }

  SecretsFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
