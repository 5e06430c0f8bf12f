package site.cli;

import java.io.IOException;
import java.util.Optional;
import site.admin.AdminClient;
import site.admin.AdminClient.Answer;
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
      throw process().isPresent()
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
}
