package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes certificates that vouch for themselves. */
final class Certificates {
  private Certificates() {}

  /** Writes {@code FILE.pem} and {@code FILE.key} for a name. */
  static void make(Path dir, String file, String name) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                    + " -subj /CN=NAME -addext subjectAltName=DNS:NAME"
                    + " -keyout FILE.key -out FILE.pem")
                .replace("NAME", name)
                .replace("FILE", file)
                .split(" "));
    Process openssl =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("openssl.log").toFile())
            .start();
    assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).isZero();
  }
}
