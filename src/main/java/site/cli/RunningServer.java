package site.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import site.admin.AdminClient;
import site.admin.AdminClient.Answer;
import site.admin.CommandClient;
import site.admin.CommandClient.Outcome;
import site.admin.HomeLock;
import site.config.Home;

/** The server that runs on a home directory, as the command line finds it. */
final class RunningServer {
  private final Home home;
  private final HomeLock.Holder holder;

  private RunningServer(Home home, HomeLock.Holder holder) {
    this.home = home;
    this.holder = holder;
  }

  static RunningServer of(HomeOptions options) {
    Home home = Home.of(options.directory(), System::getenv);
    return HomeLock.holder(home.data())
        .map(holder -> new RunningServer(home, holder))
        .orElseThrow(() -> notRunning(home));
  }

  private static IllegalStateException notRunning(Home home) {
    return new IllegalStateException("no server runs on " + home.directory());
  }

  Optional<ProcessHandle> process() {
    return ProcessHandle.of(holder.pid());
  }

  Answer blockingAsk(String method, String uri, String accept) {
    try {
      return new AdminClient(holder.adminSocket()).blockingAsk(method, uri, accept);
    } catch (IOException e) {
      throw silent(e);
    }
  }

  /** Has an app do a command; what it says is told as it comes. */
  Outcome blockingCommand(String uri, List<String> arguments, Consumer<String> out) {
    try {
      return new CommandClient(new AdminClient(holder.adminSocket()), out)
          .blockingRun(uri, arguments);
    } catch (IOException e) {
      throw silent(e);
    }
  }

  private IllegalStateException silent(IOException e) {
    return process().isPresent()
        ? new IllegalStateException(
            "the server (pid "
                + holder.pid()
                + ") does not answer on "
                + holder.adminSocket()
                + ": "
                + e.getMessage())
        : notRunning(home);
  }
}
