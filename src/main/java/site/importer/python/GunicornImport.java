package site.importer.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import site.importer.ImportFailure;
import site.importer.Imported;
import site.importer.TextFile;

/** What Gunicorn is told, as a site in front of it. Gunicorn itself goes on running. */
public final class GunicornImport {
  private static final String USUAL = "127.0.0.1:8000";
  private static final List<String> FLAGS =
      List.of("daemon", "preload", "reload", "capture-output", "check-config", "no-sendfile");
  private static final List<String> LETTERS =
      List.of(
          "b=bind",
          "w=workers",
          "k=worker-class",
          "t=timeout",
          "c=config",
          "m=umask",
          "u=user",
          "g=group",
          "n=proc-name",
          "p=pidfile",
          "D=daemon",
          "e=env");

  private GunicornImport() {}

  /**
   * Reads a settings file, or a unit file or script that starts Gunicorn.
   *
   * @throws ImportFailure when it cannot be read, or has nothing for Gunicorn in it
   */
  public static Imported blockingRead(Path path) {
    String text = TextFile.blockingRead(path);
    Path folder = path.toAbsolutePath().getParent();
    if (path.toString().endsWith(".py")) {
      return imported(path, folder, GunicornFile.parse(path, text));
    }
    Optional<UnitFile.CommandLine> command = UnitFile.find(path, text, "gunicorn", FLAGS, LETTERS);
    if (command.isEmpty()) {
      return imported(path, folder, GunicornFile.parse(path, text));
    }
    Settings settings = new Settings();
    for (Setting option : command.get().options()) {
      if (option.name().equals("config")) {
        Path file = command.get().folder().resolve(option.value().replaceFirst("^file:", ""));
        settings.addAll(GunicornFile.parse(file, TextFile.blockingRead(file)));
      }
    }
    command.get().options().stream()
        .filter(option -> !option.name().equals("config"))
        .forEach(settings::add); // behind the file, as a command line wins
    return imported(path, command.get().folder(), settings);
  }

  private static Imported imported(Path path, Path folder, Settings settings) {
    if (settings.isEmpty()) {
      throw new ImportFailure(path + ": no setting in it (expected bind = \"...\")");
    }
    Path chdir = settings.find("chdir").map(s -> folder.resolve(s.value())).orElse(folder);
    PythonApp app = new PythonApp(chdir.normalize());
    List<Setting> binds = settings.all("bind");
    for (Setting bind : binds) {
      for (String address : bind.values()) {
        app.target("http", address)
            .ifPresentOrElse(
                target -> app.add(target, () -> settings.note(bind, PythonApp.ONE_IS_ENOUGH)),
                () -> settings.note(bind, "is no address (expected HOST:PORT or unix:PATH)"));
      }
    }
    if (binds.isEmpty()) {
      app.target("http", USUAL).ifPresent(target -> app.add(target, () -> {}));
    }
    if (!app.hasTarget()) {
      throw new ImportFailure(path + ": no address in bind (expected HOST:PORT or unix:PATH)");
    }
    settings
        .find("timeout")
        .filter(timeout -> !timeout.value().equals("0"))
        .ifPresent(timeout -> app.timeout("response", timeout.value() + "s"));
    settings.find("keepalive", "keep-alive");
    settings
        .find("forwarded-allow-ips")
        .filter(ips -> !ips.value().contains("*") && !ips.value().contains("127.0.0.1"))
        .ifPresent(ips -> settings.note(ips, "add 127.0.0.1, from where requests come now"));
    String name = path.getFileName().toString().replaceFirst("(\\.conf)?\\.[^.]*$", "");
    return new Imported(app.configuration(name), settings.leftovers());
  }
}
