package site.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;

/** {@code stop}: the graceful end; returns when the process is gone. */
@Command(name = "stop", description = "Stop accepting, let requests finish, end.")
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Override
  public Integer call() {
    RunningServer server = RunningServer.of(home);
    Optional<ProcessHandle> process = server.process();
    Answer answer = server.blockingAsk("POST", "/stop", "text/plain");
    if (!answer.isSuccess()) {
      spec.commandLine().getErr().print(answer.body());
      return ExitCode.FAILED;
    }
    process.ifPresent(running -> running.onExit().join());
    spec.commandLine().getOut().println("stopped");
    return ExitCode.DONE;
  }
}
