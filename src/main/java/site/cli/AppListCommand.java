package site.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;

/** {@code app list}: the apps of the running server. */
@Command(name = "list", description = "Show the apps and what they are doing.")
final class AppListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    String accept = json ? "application/json" : "text/plain";
    Answer answer = RunningServer.of(home).blockingAsk("GET", "/apps", accept);
    spec.commandLine().getOut().println(answer.body().stripTrailing());
    return answer.isSuccess() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
