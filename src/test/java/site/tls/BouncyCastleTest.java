package site.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Bouncy Castle costs a cold start more than a second, so it is loaded only where it is needed. */
class BouncyCastleTest {

  @Test
  void aStartThatFindsItsCertificatesDoesNotNeedIt(@TempDir Path directory) throws Exception {
    Openssl.run(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -keyout %1$s/x.key -out %1$s/x.pem"
            .formatted(directory));
    Start.main(directory.toString());

    assertThatCode(() -> startWithoutBouncyCastle(directory)).doesNotThrowAnyException();
  }

  @Test
  void makingCertificatesNeedsIt(@TempDir Path directory) {
    assertThatThrownBy(() -> startWithoutBouncyCastle(directory))
        .hasRootCauseInstanceOf(ClassNotFoundException.class)
        .hasStackTraceContaining("org.bouncycastle");
  }

  private static void startWithoutBouncyCastle(Path directory) throws Exception {
    URL[] classes =
        Stream.of(InternalCa.class, Start.class, LoggerFactory.class, NetUtil.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .toArray(URL[]::new);
    try (var loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
      Class<?> start = loader.loadClass(Start.class.getName());
      start.getMethod("main", String[].class).invoke(null, (Object) new String[] {directory + ""});
    }
  }

  /** What a start does with certificates. */
  public static final class Start {
    private Start() {}

    /** With the directory of an internal CA in which an RSA certificate lies, too. */
    public static void main(String... arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      InternalCa.blockingOpen(directory, Clock.systemUTC()).blockingIssue(Set.of("one.example"));
      CertificateFiles.blockingRead(
          directory.resolve("x.pem"), directory.resolve("x.key"), Instant.now());
    }
  }
}
