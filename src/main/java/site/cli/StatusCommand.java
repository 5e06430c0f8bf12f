package site.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;

/** {@code status}: what the running server says of itself. */
@Command(name = "status", description = "Show what the running server does.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    String accept = json ? "application/json" : "text/plain";
    Answer answer = RunningServer.of(home).blockingAsk("GET", "/status", accept);
    spec.commandLine().getOut().print(answer.body());
    spec.commandLine().getOut().flush();
    return answer.isSuccess() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
