package site.http;

import java.util.Map;

/**
 * A request that ends with an error status, on purpose. Has no stack trace: it is an outcome, not a
 * fault of this program.
 */
public final class HttpFailure extends RuntimeException {
  private final int status;
  private final transient Map<String, String> headers;

  /**
   * An outcome.
   *
   * @param status 400 to 599
   * @param reason for the log, one line; the client sees it only for 4xx
   */
  public HttpFailure(int status, String reason) {
    this(status, reason, Map.of());
  }

  /** With headers the status asks for, such as {@code Allow} or {@code Retry-After}. */
  public HttpFailure(int status, String reason, Map<String, String> headers) {
    super(reason, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
