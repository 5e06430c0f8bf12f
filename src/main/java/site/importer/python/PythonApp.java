package site.importer.python;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A site in front of a Python application that goes on running as before. */
final class PythonApp {
  static final String ONE_IS_ENOUGH = "leads to the same application; the first address is used";

  private final Path folder;
  private final List<String> targets = new ArrayList<>();
  private final Map<String, Object> timeouts = new LinkedHashMap<>();
  private final List<Map<String, Object>> routes = new ArrayList<>();
  private final Map<String, Object> siteKeys = new LinkedHashMap<>();

  /**
   * An application.
   *
   * @param folder what relative sockets are relative to
   */
  PythonApp(Path folder) {
    this.folder = folder;
  }

  /** A socket it listens on, as its own settings write it; empty when that is none. */
  Optional<String> target(String protocol, String address) {
    String text = address.strip();
    if (text.startsWith("unix:") || (text.contains("/") && !text.contains("://"))) {
      Path socket = folder.resolve(text.replaceFirst("^unix:(//)?", "")).normalize();
      return Optional.of(protocol.equals("http") ? "unix:" + socket : protocol + "+unix:" + socket);
    }
    if (text.endsWith(".sock")) {
      return target(protocol, "./" + text);
    }
    if (!text.matches("(.*:)?\\d{1,5}")) {
      return Optional.empty();
    }
    String authority = text.contains(":") ? text : ":" + text;
    return Optional.of(
        protocol
            + "://"
            + authority
                .replaceFirst("^(0\\.0\\.0\\.0|\\*)?:", "127.0.0.1:")
                .replaceFirst("^\\[::]:", "[::1]:"));
  }

  /** Takes the first; the others lead to the same processes. */
  void add(String target, Runnable other) {
    if (targets.isEmpty()) {
      targets.add(target);
    } else {
      other.run();
    }
  }

  void timeout(String phase, String duration) {
    timeouts.put(phase, duration);
  }

  void files(String path, Map<String, Object> files) {
    Map<String, Object> route = new LinkedHashMap<>();
    route.put("path", path);
    route.put("files", files);
    routes.add(route);
  }

  void onSite(String key, Object value) {
    siteKeys.put(key, value);
  }

  boolean hasTarget() {
    return !targets.isEmpty();
  }

  /** Our configuration; {@code name} becomes that of the upstream. */
  Map<String, Object> configuration(String name) {
    String upstreamName = name.replaceAll("[^A-Za-z0-9_-]", "-");
    Map<String, Object> upstream = new LinkedHashMap<>();
    upstream.put("to", targets);
    if (!timeouts.isEmpty()) {
      upstream.put("timeouts", timeouts);
    }
    Map<String, Object> everything = new LinkedHashMap<>();
    everything.put("path", "/*");
    everything.put("proxy", upstreamName);
    routes.add(everything);
    Map<String, Object> site = new LinkedHashMap<>();
    site.put("hosts", List.of("*"));
    site.putAll(siteKeys);
    site.put("routes", routes);
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("upstreams", Map.of(upstreamName, upstream));
    configuration.put("sites", List.of(site));
    return configuration;
  }
}
