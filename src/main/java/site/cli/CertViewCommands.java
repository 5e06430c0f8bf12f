package site.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.acme.AcmeProblem;

/** {@code cert list}, {@code cert show} and {@code cert check}. */
final class CertViewCommands {
  private CertViewCommands() {}

  /** {@code cert list}: one line each. */
  @Command(name = "list", description = "Show the certificates from authorities.")
  static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() throws AcmeProblem {
      List<JsonObject> all = new CertificateSource(home).blockingAll();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(new JsonArray(all).encodePrettily());
      } else {
        all.forEach(certificate -> out.println(line(certificate)));
      }
      out.flush();
      return ExitCode.DONE;
    }

    private static String line(JsonObject certificate) {
      return "%-30s %-20s %-22s %s"
          .formatted(
              certificate.getString("id"),
              certificate.containsKey("notAfter") ? certificate.getString("notAfter") : "none yet",
              certificate.getString("authority", "-"),
              state(certificate));
    }

    private static String state(JsonObject certificate) {
      if (certificate.containsKey("problem")) {
        return certificate.getJsonObject("problem").getString("detail")
            + (certificate.containsKey("nextAttempt")
                ? "; next try " + certificate.getString("nextAttempt")
                : "");
      }
      return certificate.containsKey("renewAt")
          ? "renewal about " + certificate.getString("renewAt")
          : certificate.getString("activity");
    }
  }

  /** {@code cert show ID}: everything about one. */
  @Command(name = "show", description = "Show all about one certificate.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Parameters(index = "0", paramLabel = "ID", description = "As cert list shows it.")
    private String id;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() throws AcmeProblem {
      JsonObject certificate = new CertificateSource(home).blockingOne(id);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(certificate.encodePrettily());
      } else {
        certificate.forEach(
            entry -> out.printf("%-14s %s%n", entry.getKey(), text(entry.getValue())));
      }
      out.flush();
      return ExitCode.DONE;
    }

    private static String text(Object value) {
      if (value instanceof JsonArray array) {
        return array.stream().map(String::valueOf).collect(Collectors.joining(", "));
      }
      return value instanceof JsonObject map
          ? map.stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "))
          : String.valueOf(value);
    }
  }

  /** {@code cert check}: for monitoring; the exit code is the worst there is. */
  @Command(
      name = "check",
      description = "Tell what is wrong with certificates, for monitoring.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:all are well",
        "1:one cannot be renewed, or expires soon",
        "2:one is missing or has expired"
      })
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Override
    public Integer call() throws AcmeProblem {
      double warnAt = new CertificateHome(home).config().tls().warnAt();
      Instant now = Instant.now();
      int worst = 0;
      for (JsonObject certificate : new CertificateSource(home).blockingAll()) {
        CertHealth health = CertHealth.of(certificate, warnAt, now);
        worst = Math.max(worst, health.level());
        spec.commandLine().getOut().println(health.text());
      }
      spec.commandLine().getOut().flush();
      return worst;
    }
  }
}
