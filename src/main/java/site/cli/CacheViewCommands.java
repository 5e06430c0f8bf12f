package site.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;

/** Verbs that show what the caches of the running server hold and do. */
abstract class CacheViewCommands implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  private final String uri;

  CacheViewCommands(String uri) {
    this.uri = uri;
  }

  @Override
  public Integer call() {
    String accept = json ? "application/json" : "text/plain";
    Answer answer = RunningServer.of(home).blockingAsk("GET", uri, accept);
    spec.commandLine().getOut().println(answer.body().stripTrailing());
    return answer.isSuccess() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** {@code cache list}: each stored response. */
  @Command(name = "list", description = "Show the stored answers, 10000 at most.")
  static final class Items extends CacheViewCommands {
    Items() {
      super("/cache");
    }
  }

  /** {@code cache stats}: counts. */
  @Command(name = "stats", description = "Show what the caches hold and have done.")
  static final class Stats extends CacheViewCommands {
    Stats() {
      super("/cache/stats");
    }
  }
}
