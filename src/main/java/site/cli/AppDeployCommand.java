package site.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code app deploy}: new files for an app that runs. */
@Command(
    name = "deploy",
    description =
        "Start a revision of the app from FILE beside the one that serves, and let it take over.")
final class AppDeployCommand extends AppChangeCommand {
  @Parameters(index = "1", paramLabel = "FILE", description = "A jar, or a folder.")
  private Path file;

  AppDeployCommand() {
    super("deploy");
  }

  @Override
  String query() {
    return "?file=" + encoded(file.toAbsolutePath().normalize().toString());
  }
}
