package site.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;

/** {@code reload}: make the configuration file's present content serve. */
@Command(
    name = "reload",
    description =
        "Validate the configuration, build beside, swap, drain; on failure nothing changes.")
final class ReloadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Override
  public Integer call() {
    Answer answer = RunningServer.of(home).blockingAsk("POST", "/reload", "text/plain");
    if (answer.isSuccess()) {
      spec.commandLine().getOut().print(answer.body());
      return ExitCode.DONE;
    }
    spec.commandLine().getErr().print("site.jar: not reloaded, the old state serves on\n");
    spec.commandLine().getErr().print(answer.body());
    spec.commandLine().getErr().flush();
    return ExitCode.FAILED;
  }
}
