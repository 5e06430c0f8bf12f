package site.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.importer.Imported;
import site.importer.Leftover;
import site.importer.nginx.NginxImport;
import site.importer.python.GunicornImport;
import site.importer.python.UwsgiImport;
import site.importer.verify.Comparison;
import site.importer.verify.Difference;

/** {@code import}: a configuration of another server as one of ours. */
@Command(
    name = "import",
    description = "Print a site.yaml made of another server's configuration.",
    subcommands = {
      ImportCommand.Nginx.class,
      ImportCommand.Uwsgi.class,
      ImportCommand.Gunicorn.class
    })
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "expected nginx, uwsgi or gunicorn");
  }

  @Command(name = "nginx", description = "nginx.conf, a file or a folder of it.")
  static final class Nginx extends Reading {
    Nginx() {
      super(NginxImport::blockingRead);
    }
  }

  @Command(name = "uwsgi", description = "An ini file, or a unit file that starts uWSGI.")
  static final class Uwsgi extends Reading {
    Uwsgi() {
      super(UwsgiImport::blockingRead);
    }
  }

  @Command(name = "gunicorn", description = "gunicorn.conf.py, or what starts Gunicorn.")
  static final class Gunicorn extends Reading {
    Gunicorn() {
      super(GunicornImport::blockingRead);
    }
  }

  /** Prints our file on standard output, and what is not in it on standard error. */
  abstract static class Reading implements Callable<Integer> {
    private final Function<Path, Imported> reader;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PATH", description = "What to read.")
    private Path path;

    @Option(names = "--report", paramLabel = "FILE", description = "Where to list what is left.")
    private Path report;

    @Option(names = "--json", description = "Both as JSON, on standard output.")
    private boolean json;

    @Option(
        names = "--verify",
        paramLabel = "OLD_URL",
        description = "Ask the old server and the new one the same, and say what differs.")
    private URI old;

    @Option(
        names = "--new",
        paramLabel = "URL",
        description = "Where the new server is (default: ${DEFAULT-VALUE}).",
        defaultValue = "http://localhost:8080")
    private URI recent;

    @Option(
        names = "--paths",
        paramLabel = "FILE",
        description = "With --verify: further paths to ask for, one a line.")
    private Path paths;

    Reading(Function<Path, Imported> reader) {
      this.reader = reader;
    }

    @Override
    public Integer call() {
      Imported imported = reader.apply(path);
      return old == null ? print(imported) : verify(imported);
    }

    private int print(Imported imported) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(asJson(imported).encodePrettily());
      } else {
        out.print(imported.yaml());
        tell(imported.leftovers());
      }
      out.flush();
      return ExitCode.DONE;
    }

    private static JsonObject asJson(Imported imported) {
      JsonArray leftovers = new JsonArray();
      for (Leftover leftover : imported.leftovers()) {
        leftovers.add(
            new JsonObject()
                .put("file", leftover.place().file())
                .put("line", leftover.place().line())
                .put("text", leftover.text())
                .put("advice", leftover.advice()));
      }
      return new JsonObject().put("yaml", imported.yaml()).put("leftovers", leftovers);
    }

    private void tell(List<Leftover> leftovers) {
      List<String> lines = leftovers.stream().map(Leftover::toString).toList();
      if (report != null) {
        write(report, lines);
        return;
      }
      PrintWriter err = spec.commandLine().getErr();
      lines.forEach(err::println);
      err.println(
          lines.isEmpty()
              ? "Everything was carried over."
              : lines.size() + (lines.size() == 1 ? " line needs" : " lines need") + " a look.");
      err.flush();
    }

    private static void write(Path file, List<String> lines) {
      try {
        Files.write(file, lines);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be written", e);
      }
    }

    private int verify(Imported imported) {
      PrintWriter out = spec.commandLine().getOut();
      Comparison comparison = Comparison.of(imported.configuration(), old, recent);
      if (paths != null) {
        comparison = comparison.with(read(paths));
      }
      List<Difference> differences = comparison.blockingDifferences();
      differences.forEach(out::println);
      out.println(comparison.requests().size() + " requests, " + differences.size() + " differ");
      out.flush();
      return differences.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<String> read(Path file) {
      try {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("/")).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read", e);
      }
    }
  }
}
