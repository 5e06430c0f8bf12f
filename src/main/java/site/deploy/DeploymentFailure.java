package site.deploy;

/**
 * An app could not be started. The message begins with {@code apps.<name>:} and is one line, unless
 * a rehearsal or a compiler has a list to show.
 */
public final class DeploymentFailure extends RuntimeException {
  DeploymentFailure(String app, String reason) {
    this(app, reason, null);
  }

  DeploymentFailure(String app, String reason, Throwable cause) {
    super("apps." + app + ": " + reason, cause);
  }
}
