package site.cli;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.config.Network;
import site.http.Authority;
import site.revision.Explain;

/** {@code explain}: which way a request would take, and why. */
@Command(name = "explain", description = "Tell the way of a request without making it.")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST ...")
  private String method;

  @Parameters(index = "1", paramLabel = "URL", description = "https://host[:port]/path")
  private String url;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "A request header; repeatable.")
  private List<String> headers = List.of();

  @Option(names = "--from", paramLabel = "IP", description = "The client (default: 127.0.0.1).")
  private String from = "127.0.0.1";

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Explain.Question question = question();
    List<Explain.Line> lines =
        Explain.explain(new Configuration(home).blockingRead().config(), question);
    print(lines, spec.commandLine().getOut());
    return ExitCode.DONE;
  }

  private void print(List<Explain.Line> lines, PrintWriter out) {
    if (json) {
      JsonArray array = new JsonArray();
      lines.forEach(
          line ->
              array.add(
                  new JsonObject().put("subject", line.subject()).put("finding", line.finding())));
      out.println(array.encodePrettily());
    } else {
      lines.forEach(line -> out.printf("%-13s %s%n", line.subject(), line.finding()));
    }
    out.flush();
  }

  private Explain.Question question() {
    int scheme = url.indexOf("://");
    String name = scheme < 0 ? "" : url.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!name.equals("http") && !name.equals("https")) {
      throw usage("\"" + url + "\" is no URL (expected https://host/path)");
    }
    String rest = url.substring(scheme + 3);
    int slash = rest.indexOf('/');
    Optional<Authority> authority = Authority.parse(slash < 0 ? rest : rest.substring(0, slash));
    return new Explain.Question(
        method,
        name.equals("https"),
        authority.orElseThrow(() -> usage("\"" + url + "\" names no host")),
        slash < 0 ? "/" : rest.substring(slash),
        headers(),
        client());
  }

  private MultiMap headers() {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw usage("\"" + header + "\" is no header (expected 'name: value')");
      }
      map.add(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
    return map;
  }

  private InetAddress client() {
    return Optional.ofNullable(Network.literal(from))
        .orElseThrow(() -> usage("--from \"" + from + "\" (expected an IP address)"));
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
