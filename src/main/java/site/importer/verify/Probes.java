package site.importer.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What to ask for, found in the routes and in the folders they serve; bounded. */
final class Probes {
  private static final int FILES_OF_A_FOLDER = 40;
  private static final int MOST = 1000;
  private static final String NOWHERE = "no-such-page-here";

  private Probes() {}

  static List<Probe> of(Map<String, Object> configuration) {
    Set<Probe> probes = new LinkedHashSet<>();
    for (Object site : (List<?>) configuration.getOrDefault("sites", List.of())) {
      Map<?, ?> keys = (Map<?, ?>) site;
      for (Object host : (List<?>) keys.get("hosts")) {
        String name = host.toString();
        String asked = name.equals("*") ? "" : name.replace("*.", "www.");
        for (Object route : (List<?>) keys.get("routes")) {
          targets((Map<?, ?>) route).forEach(target -> probes.add(new Probe(asked, target)));
        }
      }
    }
    return probes.stream().limit(MOST).toList();
  }

  private static Stream<String> targets(Map<?, ?> route) {
    String path = route.get("path").toString();
    if (path.startsWith("~")) {
      return Stream.empty(); // nobody can tell what matches; --paths can
    }
    if (path.startsWith("*")) {
      return Stream.of("/" + NOWHERE + path.substring(1));
    }
    if (!path.endsWith("/*")) {
      return Stream.of(path, path + "?a=1&b=%20");
    }
    String prefix = path.substring(0, path.length() - 1);
    Stream<String> usual = Stream.of(prefix, prefix + NOWHERE, prefix + NOWHERE + "/x?y=1");
    return Stream.concat(usual, files(route, prefix));
  }

  private static Stream<String> files(Map<?, ?> route, String prefix) {
    if (!(route.get("files") instanceof Map<?, ?> files)) {
      return Stream.empty();
    }
    Path root = Path.of(files.get("root").toString());
    if (!Files.isDirectory(root)) {
      return Stream.empty();
    }
    try (Stream<Path> found = Files.walk(root, 4)) {
      return found
          .filter(file -> Files.isRegularFile(file))
          .limit(FILES_OF_A_FOLDER)
          .map(file -> prefix + encoded(root.relativize(file)))
          .toList()
          .stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty(); // what cannot be listed is not asked for; the usual paths are
    }
  }

  private static String encoded(Path path) {
    return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8)
        .replace("%2F", "/")
        .replace("+", "%20");
  }
}
