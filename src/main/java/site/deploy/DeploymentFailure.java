package site.deploy;

/** An app could not be started. The message is one line that begins with {@code apps.<name>:}. */
public final class DeploymentFailure extends RuntimeException {
  DeploymentFailure(String app, String reason) {
    this(app, reason, null);
  }

  DeploymentFailure(String app, String reason, Throwable cause) {
    super("apps." + app + ": " + reason, cause);
  }
}
