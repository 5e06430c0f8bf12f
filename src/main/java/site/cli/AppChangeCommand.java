package site.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;

/**
 * A verb that changes one app of the running server and returns when that is done, with a sentence
 * that says what was done, or when it was refused, with the cause.
 */
abstract class AppChangeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Parameters(index = "0", paramLabel = "NAME", description = "The app, as under apps:.")
  private String name;

  private final String verb;

  AppChangeCommand(String verb) {
    this.verb = verb;
  }

  /** What follows the verb in the question to the server. */
  String query() {
    return "";
  }

  @Override
  public Integer call() {
    String uri = "/apps/" + encoded(name) + "/" + verb + query();
    Answer answer = RunningServer.of(home).blockingAsk("POST", uri, "text/plain");
    if (answer.isSuccess()) {
      spec.commandLine().getOut().println(answer.body().stripTrailing());
      return ExitCode.DONE;
    }
    spec.commandLine().getErr().println("site.jar: " + answer.body().stripTrailing());
    return ExitCode.FAILED;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** {@code app restart}: the same files, fresh. */
  @Command(name = "restart", description = "Let a fresh start of the same revision take over.")
  static final class Restart extends AppChangeCommand {
    Restart() {
      super("restart");
    }
  }

  /** {@code app rollback}: the revision before. */
  @Command(
      name = "rollback",
      description = "Let the revision take over that served before; stays so after a restart.")
  static final class Rollback extends AppChangeCommand {
    Rollback() {
      super("rollback");
    }
  }

  /** {@code app promote}: the canary takes over. */
  @Command(name = "promote", description = "Let the canary's revision take over now.")
  static final class Promote extends AppChangeCommand {
    Promote() {
      super("promote");
    }
  }

  /** {@code app abort}: the canary goes. */
  @Command(name = "abort", description = "End the canary; the live revision has all requests.")
  static final class Abort extends AppChangeCommand {
    Abort() {
      super("abort");
    }
  }
}
