package site.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Has an app of the running server do a command, and follows what it says. */
public final class CommandClient {
  private final AdminClient server;
  private final Consumer<String> out;

  /**
   * How it ended.
   *
   * @param status 200 for a command that was begun
   * @param exit what it returned, when it has ended by itself
   * @param failure why it was not begun or did not end by itself; else empty
   */
  public record Outcome(int status, int exit, String failure) {}

  /**
   * Nothing is done yet.
   *
   * @param out is told each line the command says, as it comes
   */
  public CommandClient(AdminClient server, Consumer<String> out) {
    this.server = server;
    this.out = out;
  }

  /**
   * Does it, and waits for its end.
   *
   * @param uri of the command
   * @throws IOException when nobody listens or the answer breaks off
   */
  public Outcome blockingRun(String uri, List<String> arguments) throws IOException {
    String form =
        arguments.stream()
            .map(argument -> "argument=" + URLEncoder.encode(argument, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return server.blockingFollow(uri, form, this::follow);
  }

  private Outcome follow(int status, BufferedReader answer) throws IOException {
    if (status != 200) {
      return new Outcome(status, 0, answer.lines().collect(Collectors.joining("\n")));
    }
    StringBuilder failure = new StringBuilder();
    for (String line = answer.readLine(); line != null; line = answer.readLine()) {
      String text = line.substring(2);
      if (line.startsWith(AppCommandRoutes.EXIT)) {
        return new Outcome(200, Integer.parseInt(text), "");
      } else if (line.startsWith(AppCommandRoutes.ERROR)) {
        failure.append(failure.isEmpty() ? "" : "\n").append(text);
      } else {
        out.accept(text);
      }
    }
    if (failure.isEmpty()) {
      throw new IOException("the server closed the connection before the command had ended");
    }
    return new Outcome(200, 0, failure.toString());
  }
}
