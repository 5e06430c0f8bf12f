package kit;

/**
 * Ends a request with an error page. The visitor is told what the status means, never the cause.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public Failure(int status, String message) {
    this(status, message, null);
  }

  public Failure(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
