package site.cli;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import site.revision.Preflight;

/** {@code check}: everything {@code run} would refuse, without touching a socket. */
@Command(name = "check", description = "Say what is wrong with the configuration, all at once.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Override
  public Integer call() {
    Configuration configuration = new Configuration(home);
    Configuration.Read read = configuration.blockingRead();
    read.warnings().forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
    List<String> problems = Preflight.blockingProblems(read.config(), Clock.systemUTC());
    if (!problems.isEmpty()) {
      throw InvalidConfiguration.of(problems);
    }
    spec.commandLine().getOut().println(configuration.name() + ": ok");
    return ExitCode.DONE;
  }
}
