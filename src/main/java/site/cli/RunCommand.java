package site.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: serve until stopped. */
@Command(name = "run", description = "Serve; prints the addresses and \"ready\" (the default).")
final class RunCommand implements Callable<Integer> {
  @Mixin private HomeOptions home;
  private final Cli.Serve serve;

  RunCommand(Cli.Serve serve) {
    this.serve = serve;
  }

  @Override
  public Integer call() {
    return serve.blockingServe(Launch.toServe(home));
  }
}
