package site.importer.python;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import site.importer.ImportFailure;
import site.importer.Imported;
import site.importer.TextFile;

/** What uWSGI is told, as a site in front of it. uWSGI itself goes on running. */
public final class UwsgiImport {
  private static final List<String> FLAGS =
      List.of("master", "vacuum", "die-on-term", "enable-threads", "need-app", "lazy-apps");
  private static final List<String> LETTERS =
      List.of("s=socket", "w=module", "p=processes", "M=master", "H=home", "i=single-interpreter");

  private UwsgiImport() {}

  /**
   * Reads an ini file, or a unit file that starts uWSGI.
   *
   * @throws ImportFailure when it cannot be read, or says of no socket
   */
  public static Imported blockingRead(Path path) {
    String text = TextFile.blockingRead(path);
    Settings settings = new Settings();
    Path folder = path.toAbsolutePath().getParent();
    var command = UnitFile.find(path, text, "uwsgi", FLAGS, LETTERS);
    if (command.isPresent()) {
      folder = command.get().folder();
      command.get().options().forEach(settings::add);
      for (Setting ini : settings.all("ini")) {
        Path file = folder.resolve(ini.value());
        settings.addAll(UwsgiIni.parse(file, TextFile.blockingRead(file)));
      }
    } else {
      settings = UwsgiIni.parse(path, text);
    }
    return imported(path, folder, settings);
  }

  private static Imported imported(Path path, Path folder, Settings settings) {
    Path chdir = settings.find("chdir", "base").map(s -> folder.resolve(s.value())).orElse(folder);
    PythonApp app = new PythonApp(chdir.normalize());
    for (Setting socket : settings.all(UwsgiIni.protocols().toArray(String[]::new))) {
      app.target(protocol(socket.name()), socket.value())
          .ifPresentOrElse(
              target -> app.add(target, () -> settings.note(socket, PythonApp.ONE_IS_ENOUGH)),
              () -> settings.note(socket, "is no address (expected HOST:PORT or a path)"));
    }
    if (!app.hasTarget()) {
      throw new ImportFailure(path + ": no socket in it (expected socket, http-socket or http)");
    }
    settings.find("harakiri").ifPresent(s -> app.timeout("response", s.value() + "s"));
    settings
        .find("socket-timeout", "http-timeout")
        .ifPresent(s -> app.timeout("idle", s.value() + "s"));
    settings.find("limit-post").ifPresent(s -> app.onSite("body-limit", s.value() + "B"));
    settings.all("static-map", "static-map2").forEach(s -> files(s, app, settings));
    String name = path.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    return new Imported(app.configuration(name), settings.leftovers());
  }

  private static void files(Setting map, PythonApp app, Settings settings) {
    int equals = map.value().indexOf('=');
    if (equals < 1 || !map.value().startsWith("/")) {
      settings.note(map, "expected /PATH=FOLDER");
      return;
    }
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("root", map.value().substring(equals + 1));
    app.files(map.value().substring(0, equals).replaceFirst("/+$", "") + "/*", files);
  }

  private static String protocol(String setting) {
    return switch (setting) {
      case "http", "http-socket" -> "http";
      case "fastcgi-socket" -> "fastcgi";
      default -> "uwsgi";
    };
  }
}
