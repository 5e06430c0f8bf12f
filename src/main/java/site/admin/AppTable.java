package site.admin;

import java.util.List;
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
    return FORMAT.formatted(
        app.name(),
        app.revision(),
        app.digest(),
        app.instances(),
        app.inFlight(),
        app.requests(),
        app.since());
  }
}
