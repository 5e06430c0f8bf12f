package site.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The home of an app that has no configuration: a folder named {@code .site} beside it. */
final class SingleApp {
  private SingleApp() {}

  /** Writes a configuration whose only app is the jar or folder, unless another home was named. */
  static HomeOptions blockingHome(Path app, HomeOptions given) throws IOException {
    String name = name(app);
    Path home = app.resolveSibling(".site").resolve(name);
    Files.createDirectories(home);
    Path file = home.resolve("site.yaml");
    Files.writeString(
        file,
        """
        # written by `dev` each time it serves %1$s
        apps: { %1$s: { from: '%2$s' } }
        sites: [{ hosts: ['*'], routes: [{ app: %1$s }] }]
        """
            .formatted("\"" + name + "\"", app.toString().replace("'", "''")));
    return HomeOptions.of(given.isNamed() ? given.directory() : home, file);
  }

  /** The file's, made a name that an app may have. */
  static String name(Path app) {
    String file = app.getFileName() == null ? "" : app.getFileName().toString();
    String name = file.replaceFirst("\\.jar$", "").replaceAll("[^A-Za-z0-9._-]", "-");
    return name.matches("[A-Za-z0-9].{0,63}") ? name : "app";
  }
}
