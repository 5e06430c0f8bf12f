package site.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.acme.AcmeProblem;
import site.admin.AdminClient.Answer;

/** {@code cert renew}, {@code cert revoke} and {@code cert delete}. */
final class CertChangeCommands {
  private CertChangeCommands() {}

  /** Asks the running server, which does it, and prints what it says. */
  static int blockingAsk(HomeOptions home, CommandSpec spec, String uri) {
    Answer answer = RunningServer.of(home).blockingAsk("POST", uri, "text/plain");
    if (answer.isSuccess()) {
      spec.commandLine().getOut().print(answer.body());
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    }
    spec.commandLine().getErr().print("site.jar: " + answer.body());
    spec.commandLine().getErr().flush();
    return ExitCode.FAILED;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** {@code cert renew ID}. */
  @Command(name = "renew", description = "Renew now; returns with the new certificate.")
  static final class Renew implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Parameters(index = "0", paramLabel = "ID", description = "As cert list shows it.")
    private String id;

    @Option(names = "--force", description = "Although it is not due.")
    private boolean force;

    @Option(names = "--staging", description = "Only prove the names, to the staging server.")
    private boolean staging;

    @Override
    public Integer call() {
      String how = staging ? "?staging=1" : force ? "?force=1" : "";
      return blockingAsk(home, spec, "/cert/" + encoded(id) + "/renew" + how);
    }
  }

  /** {@code cert revoke ID}. */
  @Command(
      name = "revoke",
      description = "Replace a certificate, then have it revoked by its authority.")
  static final class Revoke implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Parameters(index = "0", paramLabel = "ID", description = "As cert list shows it.")
    private String id;

    @Option(
        names = "--reason",
        paramLabel = "REASON",
        description = "unspecified (default), keyCompromise, superseded or cessationOfOperation.")
    private String reason = "unspecified";

    @Option(names = "--no-replace", description = "Do not renew it before.")
    private boolean alone;

    @Override
    public Integer call() {
      return blockingAsk(
          home,
          spec,
          "/cert/%s/revoke?reason=%s%s"
              .formatted(encoded(id), encoded(reason), alone ? "" : "&replace=1"));
    }
  }

  /** {@code cert delete ID}: only what nobody wants any more. */
  @Command(
      name = "delete",
      description = "Remove a certificate and its key that the configuration does not want.")
  static final class Delete implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Parameters(index = "0", paramLabel = "ID", description = "As cert list shows it.")
    private String id;

    @Override
    public Integer call() throws AcmeProblem {
      CertificateHome kept = new CertificateHome(home);
      if (kept.policy().specs().containsKey(id)) {
        throw new IllegalStateException(
            id + ": the configuration wants it; take its names out first");
      }
      if (!kept.store().blockingIds().contains(id)) {
        throw new IllegalStateException("no certificate " + id + " (see cert list)");
      }
      kept.store().blockingDelete(id);
      spec.commandLine().getOut().println(id + ": deleted");
      return ExitCode.DONE;
    }
  }
}
