package site.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;

/** The key {@code database}, of the server and of an app, and who asks for one without it. */
final class DatabaseFormat {
  private static final int PORT = 3306;
  private static final String EXPECTED =
      "mysql://USER:PASSWORD@HOST[:PORT][/SCHEMA] or mysql://USER:PASSWORD@unix:/PATH[:SCHEMA]";

  /** The password ends at the last at sign, so that it may hold any character. */
  private static final Pattern URL =
      Pattern.compile(
          "mysql://(?<user>[^:@/]{1,80})(?::(?<password>.*))?@(?:"
              + "unix:(?<socket>/[^:@]{1,106})(?::(?<schema>[A-Za-z0-9_.-]{1,64}))?"
              + "|(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?"
              + "/?(?<database>[A-Za-z0-9_.-]{1,64})?)",
          Pattern.DOTALL);

  private static final String MANIFEST = "Database";

  private DatabaseFormat() {}

  /** A server that is there. */
  static Scalar url() {
    return Scalars.parsed(EXPECTED, DatabaseFormat::parse);
  }

  /** What an app asks for: none, that of the server, one of its own. */
  static Scalar ofApp() {
    Scalar url = url();
    return new Scalar(
        "true, false or " + EXPECTED,
        (text, home) ->
            switch (text) {
              case "true" -> new Reading.Value(new DatabaseConfig.Own());
              case "false" -> new Reading.Value(false);
              default -> url.parser().read(text, home);
            },
        Map.of("type", List.of("boolean", "string")));
  }

  private static Optional<DatabaseConfig> parse(String text) {
    Matcher matcher = URL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = group(matcher, "port").map(Integer::parseInt).orElse(PORT);
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(
            new DatabaseConfig.Server(
                group(matcher, "socket")
                    .orElseGet(() -> matcher.group("host").replaceAll("[\\[\\]]", "")),
                port,
                matcher.group("user"),
                group(matcher, "password").orElse(""),
                group(matcher, "schema").or(() -> group(matcher, "database"))));
  }

  private static Optional<String> group(Matcher matcher, String name) {
    return Optional.ofNullable(matcher.group(name));
  }

  /** The databases of the apps that want one, by app. */
  static Map<String, DatabaseConfig> build(ConfigNode root) {
    Optional<DatabaseConfig> server = root.find("database", DatabaseConfig.class);
    Map<String, DatabaseConfig> databases = new LinkedHashMap<>();
    root.find("apps")
        .ifPresent(
            apps ->
                apps.entries()
                    .forEach(
                        (name, app) ->
                            wanted(app, server).ifPresent(one -> databases.put(name, one))));
    return databases;
  }

  private static Optional<DatabaseConfig> wanted(ConfigNode app, Optional<DatabaseConfig> server) {
    Optional<Object> written = app.find("database", Object.class);
    if (written.isPresent()) {
      return written
          .filter(DatabaseConfig.class::isInstance)
          .map(DatabaseConfig.class::cast)
          .map(one -> one instanceof DatabaseConfig.Own ? server.orElse(one) : one);
    }
    return blockingAsks(app.get("from", Path.class))
        ? server.or(() -> Optional.of(new DatabaseConfig.Own()))
        : Optional.empty();
  }

  /** Whether a jar says in its manifest that it wants one. */
  private static boolean blockingAsks(Path from) {
    if (!Files.isRegularFile(from)) {
      return false;
    }
    try (JarFile jar = new JarFile(from.toFile())) {
      Manifest manifest = jar.getManifest();
      return manifest != null && "true".equals(manifest.getMainAttributes().getValue(MANIFEST));
    } catch (IOException notOurs) {
      return false; // whoever starts it says what is wrong with it
    }
  }
}
