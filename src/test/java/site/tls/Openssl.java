package site.tls;

import java.util.ArrayList;
import java.util.List;

/** The {@code openssl} program as a second opinion. */
final class Openssl {
  private Openssl() {}

  /** Does one handshake and returns everything {@code s_client} has to say about it. */
  static String handshake(int port, String options) throws Exception {
    return Processes.run(command("s_client -connect 127.0.0.1:" + port + " " + options)).output();
  }

  /** Like {@link #handshake}, then one request whose answer is waited for. */
  static String request(int port, String options) throws Exception {
    return Processes.runWithInput(
            "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
            command("s_client -ign_eof -connect 127.0.0.1:" + port + " " + options))
        .output();
  }

  /** Any other of its commands, which must succeed. */
  static String run(String options) throws Exception {
    Processes.Result result = Processes.run(command(options));
    if (result.exit() != 0) {
      throw new AssertionError("openssl " + options + "\n" + result.output());
    }
    return result.output();
  }

  private static String[] command(String options) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(options.split(" ")));
    return command.toArray(String[]::new);
  }
}
