package site.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.deploy.AppPackage;

/** {@code app package}: the sources of an app become a jar. */
@Command(
    name = "package",
    description = "Compile an app and pack it, libraries included. Equal sources give equal jars.")
final class AppPackageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The app's folder.")
  private Path directory;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The jar (default: DIR/target/<name of DIR>.jar).")
  private Path output;

  @Option(
      names = "--main",
      paramLabel = "CLASS",
      description = "The verticle to start with (default: the only one there is).")
  private String main;

  @Override
  public Integer call() throws IOException {
    Path from = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(from)) {
      throw new IllegalStateException(directory + " is no folder");
    }
    String name = SingleApp.name(from);
    Path jar = output == null ? from.resolve("target").resolve(name + ".jar") : output;
    AppPackage packed = AppPackage.blockingWrite(name, from, Optional.ofNullable(main), jar);
    spec.commandLine()
        .getOut()
        .println("%s: %d files, starts %s".formatted(jar, packed.files(), packed.main()));
    return ExitCode.DONE;
  }
}
