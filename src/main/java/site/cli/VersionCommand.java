package site.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: what this is and what it runs on. */
@Command(name = "version", description = "Print the version and the Java it runs on.")
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The version in the jar's manifest, {@code dev} outside a jar. */
  static String version() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .println("site.jar " + version() + ", Java " + System.getProperty("java.version"));
  }
}
