package site.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import site.config.TlsConfig.Mode;

/**
 * Writes what nobody wrote: the listeners, and for a home without sites the default site with
 * {@code webroot/} and the apps. It is ordinary configuration and goes the ordinary way.
 */
final class Defaults {
  private final Path home;
  private final Checker checker;
  private final Problems problems;

  Defaults(Path home, Checker checker, Problems problems) {
    this.home = home;
    this.checker = checker;
    this.problems = problems;
  }

  /** The root with {@code listeners}, {@code sites} and {@code apps} where they were missing. */
  ConfigNode complete(ConfigNode root) {
    ConfigNode complete = root;
    if (!root.wrote("listeners")) {
      complete = complete.with("listeners", part("listeners", listeners(root)));
    }
    return root.wrote("sites") ? complete : withSite(complete);
  }

  /** Where apps are looked for, empty where they are written. */
  Optional<Path> appsFolder(ConfigNode root) {
    return root.wrote("sites") || root.wrote("apps") ? Optional.empty() : Optional.of(folder());
  }

  private Path folder() {
    return home.resolve("apps");
  }

  private ConfigNode withSite(ConfigNode root) {
    ConfigNode complete = root;
    if (!root.wrote("apps")) {
      Map<String, Path> found = apps();
      if (!found.isEmpty()) {
        complete = complete.with("apps", part("apps", apps(found)));
      }
    }
    Set<String> apps = complete.find("apps").map(ConfigNode::entries).orElse(Map.of()).keySet();
    boolean webroot = Files.isDirectory(home.resolve("webroot"));
    if (apps.isEmpty() && !webroot) {
      problems.warning(
          root.spot(), "no sites, no webroot/ and nothing in apps/: every request is answered 404");
      return complete;
    }
    return complete.with("sites", part("sites", site(apps, webroot)));
  }

  private static String listeners(ConfigNode root) {
    boolean off =
        root.find("tls")
            .flatMap(tls -> tls.find("mode", Mode.class))
            .filter(Mode.OFF::equals)
            .isPresent();
    return "listeners:\n- address: ':8080'\n" + (off ? "" : "- { address: ':8443', tls: true }\n");
  }

  private static String site(Set<String> apps, boolean webroot) {
    var site = new StringBuilder("sites:\n- hosts: ['*']\n  routes:\n");
    for (String app : apps) {
      site.append("  - { path: '/%1$s/*', strip-prefix: '/%1$s', app: '%1$s' }\n".formatted(app));
    }
    return site.append(webroot ? "  - files: { root: webroot }\n" : "").toString();
  }

  private static String apps(Map<String, Path> found) {
    var apps = new StringBuilder("apps:\n");
    found.forEach(
        (name, path) ->
            apps.append(
                "  '%s': { from: 'apps/%s', watch: true }\n".formatted(name, path.getFileName())));
    return apps.toString();
  }

  private Map<String, Path> apps() {
    Map<String, Path> found = new LinkedHashMap<>();
    for (Path path : Glob.list(folder())) {
      if (AppFolder.isApp(path)) {
        found(path, found);
      }
    }
    return found;
  }

  private void found(Path path, Map<String, Path> found) {
    AppFolder.name(path)
        .ifPresentOrElse(
            name -> {
              if (found.putIfAbsent(name, path) != null) {
                passedOver(path, "passed over: there is another app " + name);
              }
            },
            () -> passedOver(path, "passed over: its name is no name for an app"));
  }

  private void passedOver(Path path, String why) {
    var place = Place.whole("apps/" + path.getFileName());
    problems.warning(new Spot(place, ""), why);
  }

  private ConfigNode part(String key, String text) {
    Node node = new YamlFile(problems).compose(text, "defaults").orElseThrow();
    return checker.check(node, SiteFormat.FILE, new Spot(Place.whole("defaults"), "")).at(key);
  }
}
