package site.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import site.log.AccessFormat;

/** A home directory with the files that the configurations of the tests name. */
final class SampleHome {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOST", "shop.example", "PORT", "9000", "EMPTY", "", "DEBUG", "true");

  private static final SecretSource SECRETS =
      name -> Optional.ofNullable(Map.of("SHOP/token", "0042").get(name));

  private final Path home;

  SampleHome(Path home) throws IOException {
    this.home = home;
    write("webroot/index.html", "<h1>Hello</h1>");
    write("webroot/404.html", "<h1>Not here</h1>");
    write("certs/shop.pem", "a certificate");
    write("certs/shop.key", "a key");
    write("apps/weather.jar", "a jar");
    write("folder/classes/weather/Weather.class", "a class");
    write("folder/lib/other.jar", "a jar");
    write("sources/java/Weather.java", "class Weather {}");
    write("secrets/greeting", "top secret\n");
    write("secrets/number", "17\n");
  }

  Path path() {
    return home;
  }

  Path write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    // Not writeString, which refuses half of a surrogate pair.
    return Files.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  ConfigReader reader() {
    return reader(ENVIRONMENT::get);
  }

  ConfigReader reader(UnaryOperator<String> environment) {
    return new ConfigReader(home, environment, SECRETS, AccessFormat::problem);
  }

  /** What is read from a {@code config/site.yaml} with this text. */
  ConfigResult read(String yaml) throws IOException {
    return reader().read(write("config/site.yaml", yaml));
  }
}
