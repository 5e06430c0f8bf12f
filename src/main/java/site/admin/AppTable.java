package site.admin;

import java.util.List;
import site.deploy.CanaryState;
import site.deploy.DeploymentState;

/** The apps, one a line, for people. */
final class AppTable {
  private static final String FORMAT = "%-20s %8s %-6s %9s %9s %10s  %s%n";

  private AppTable() {}

  static String text(List<DeploymentState> apps) {
    StringBuilder text = new StringBuilder();
    text.append(
        FORMAT.formatted("NAME", "REVISION", "SHA", "INSTANCES", "IN FLIGHT", "REQUESTS", "SINCE"));
    apps.forEach(app -> text.append(line(app)));
    return text.toString();
  }

  private static String line(DeploymentState app) {
    String line =
        FORMAT.formatted(
            app.name(),
            app.revision(),
            app.digest(),
            app.instances(),
            app.inFlight(),
            app.requests(),
            app.since());
    return line + app.canary().map(canary -> "  " + canary(canary) + "\n").orElse("");
  }

  static String canary(CanaryState canary) {
    return "canary=%d sha=%s weight=%.1f%% until=%s %s before: %s"
        .formatted(
            canary.revision(),
            canary.digest(),
            canary.weight() * 100,
            canary.until(),
            score(canary.fresh()),
            score(canary.old()));
  }

  private static String score(CanaryState.Score score) {
    return "requests=%d errors=%d p99=%d ms"
        .formatted(score.requests(), score.errors(), score.p99().toMillis());
  }
}
