package site.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import site.config.LogConfig.Sink;
import site.config.LogConfig.Syslog;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;

/** The plain values that name a place for log lines. */
final class Sinks {
  private static final Path DEV_LOG = Path.of("/dev/log");
  private static final String EXPECTATION =
      "stdout, off, journald, syslog, syslog:udp://HOST:514, syslog:tcp://HOST:601,"
          + " syslog:unix:/PATH or a file";

  private Sinks() {}

  static Scalar sink() {
    return new Scalar(EXPECTATION, Sinks::read, Map.of("type", "string"));
  }

  private static Reading read(String text, Path home) {
    return switch (text) {
      case "stdout" -> new Reading.Value(Sink.STDOUT);
      case "off" -> new Reading.Value(Sink.of(Sink.Kind.OFF));
      case "journald" -> new Reading.Value(Sink.of(Sink.Kind.JOURNALD));
      case "syslog" -> syslog(Syslog.Transport.UNIX, new Address.Unix(DEV_LOG));
      default ->
          text.startsWith("syslog:")
              ? remote(text.substring("syslog:".length()))
              : Paths.resolve(text, home).map(Sinks::file).orElse(Reading.WRONG);
    };
  }

  private static Reading remote(String text) {
    if (text.startsWith("unix:/")) {
      Path path = Path.of(text.substring("unix:".length()));
      return Paths.socketOfFittingLength(path) instanceof Reading.Wrong wrong
          ? wrong
          : syslog(Syslog.Transport.UNIX, new Address.Unix(path));
    }
    try {
      URI uri = new URI(text);
      boolean udp = "udp".equals(uri.getScheme());
      boolean known = udp || "tcp".equals(uri.getScheme());
      boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
      if (!known || !bare || uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65535) {
        return Reading.WRONG;
      }
      return syslog(
          udp ? Syslog.Transport.UDP : Syslog.Transport.TCP,
          new Address.Tcp(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort()));
    } catch (URISyntaxException e) {
      return Reading.WRONG;
    }
  }

  private static Reading syslog(Syslog.Transport transport, Address address) {
    return new Reading.Value(
        new Sink(Sink.Kind.SYSLOG, Optional.empty(), Optional.of(new Syslog(transport, address))));
  }

  private static Reading file(Path path) {
    return Files.isDirectory(path)
        ? Reading.wrong("stdout, off or a file, not a directory")
        : new Reading.Value(new Sink(Sink.Kind.FILE, Optional.of(path), Optional.empty()));
  }
}
