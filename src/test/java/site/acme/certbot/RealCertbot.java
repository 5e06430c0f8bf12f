package site.acme.certbot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import site.Ports;
import site.acme.Pebble;

/** Debian's certbot, with a pebble that should believe whatever it is told. */
public final class RealCertbot {
  private final Path directory;
  private final Pebble pebble;

  public RealCertbot(Path directory, Pebble pebble) {
    this.directory = directory;
    this.pebble = pebble;
  }

  public static boolean isInstalled() {
    return Pebble.isInstalled() && Files.isExecutable(Path.of("/usr/bin/certbot"));
  }

  /** One that needs no web server to prove anything. */
  public static Pebble credulous(Path directory, int http, int https) {
    return Pebble.start(
        directory, new Pebble.Behaviour(http, https).with("PEBBLE_VA_ALWAYS_VALID", "1"));
  }

  public Path tree() {
    return directory.resolve("etc");
  }

  /** One run of {@code certbot certonly}, which takes some seconds. */
  public void certonly(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/certbot",
                "certonly",
                "--non-interactive",
                "--agree-tos",
                "--register-unsafely-without-email",
                "--no-verify-ssl",
                "--standalone",
                "--http-01-port",
                Integer.toString(Ports.free()),
                "--server",
                pebble.directoryUrl().toString(),
                "--config-dir",
                tree().toString(),
                "--work-dir",
                directory.resolve("work").toString(),
                "--logs-dir",
                directory.resolve("logs").toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
  }
}
