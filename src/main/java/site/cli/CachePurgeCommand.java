package site.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;

/** {@code cache purge}: forgets stored responses, on disk as well. */
@Command(
    name = "purge",
    description = {
      "Forget stored answers: of one URL, of all URLs that begin so, or with a tag.",
      "Whether a URL says http or https makes no difference."
    })
final class CachePurgeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @ArgGroup(multiplicity = "1")
  private What what;

  /** One of three. */
  private static final class What {
    @Parameters(index = "0", paramLabel = "URL", description = "https://example.com/page?x=1")
    private String url;

    @Option(names = "--prefix", paramLabel = "URL", description = "https://example.com/images/")
    private String prefix;

    @Option(
        names = "--tag",
        paramLabel = "TAG",
        description = "As in the answer's Cache-Tag or Surrogate-Key.")
    private String tag;

    private String query() {
      if (url != null) {
        return "url=" + AppChangeCommand.encoded(url);
      }
      return prefix != null
          ? "prefix=" + AppChangeCommand.encoded(prefix)
          : "tag=" + AppChangeCommand.encoded(tag);
    }
  }

  @Override
  public Integer call() {
    Answer answer =
        RunningServer.of(home).blockingAsk("POST", "/cache/purge?" + what.query(), "text/plain");
    if (answer.isSuccess()) {
      spec.commandLine().getOut().println(answer.body().stripTrailing());
      return ExitCode.DONE;
    }
    spec.commandLine().getErr().println("site.jar: " + answer.body().stripTrailing());
    return ExitCode.FAILED;
  }
}
