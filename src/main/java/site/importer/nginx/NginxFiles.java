package site.importer.nginx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import site.importer.ImportFailure;
import site.importer.Place;
import site.importer.TextFile;

/** Reads a file or a folder of nginx with all it includes; a file that is missing is noted. */
final class NginxFiles {
  private static final int DEEPEST = 20;

  /** What Debian ships beside nginx.conf, for a fragment that was copied without it. */
  private static final Map<String, String> SHIPPED =
      Map.of(
          "proxy_params",
          "proxy_set_header Host $http_host; proxy_set_header X-Real-IP $remote_addr;",
          "snippets/fastcgi-php.conf",
          "fastcgi_split_path_info ^(.+?\\.php)(/.*)$; fastcgi_index index.php;",
          "fastcgi_params",
          "",
          "fastcgi.conf",
          "",
          "uwsgi_params",
          "",
          "scgi_params",
          "",
          "mime.types",
          "",
          "options-ssl-nginx.conf",
          "");

  private final Path root;
  private final Ledger ledger;
  private final Deque<Path> reading = new ArrayDeque<>();

  private NginxFiles(Path root, Ledger ledger) {
    this.root = root;
    this.ledger = ledger;
  }

  /** Everything below {@code path}: nginx.conf, another file, or all files of a folder. */
  static List<Directive> blockingRead(Path path, Ledger ledger) {
    if (!Files.isDirectory(path)) {
      return new NginxFiles(rootOf(path), ledger).file(path, null);
    }
    Path main = path.resolve("nginx.conf");
    if (Files.isRegularFile(main)) {
      return new NginxFiles(path, ledger).file(main, null);
    }
    Path enabled = path.resolve("sites-enabled");
    Path folder = Files.isDirectory(enabled) ? enabled : path;
    NginxFiles files = new NginxFiles(rootOf(folder.resolve("any")), ledger);
    List<Path> fragments = list(folder, "*");
    if (fragments.isEmpty()) {
      throw new ImportFailure(path + ": no file in it (expected nginx' configuration)");
    }
    return fragments.stream().flatMap(fragment -> files.file(fragment, null).stream()).toList();
  }

  /** Includes are relative to the folder of nginx.conf, not to that of the file they stand in. */
  private static Path rootOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    for (Path above = folder; above != null; above = above.getParent()) {
      if (Files.isRegularFile(above.resolve("nginx.conf"))) {
        return above;
      }
    }
    return folder;
  }

  private List<Directive> file(Path file, Place includedAt) {
    if (reading.contains(file) || reading.size() >= DEEPEST) {
      throw new ImportFailure(includedAt, file + " includes itself");
    }
    reading.push(file);
    List<Directive> directives =
        withIncludes(Parser.parse(file.toString(), TextFile.blockingRead(file)));
    reading.pop();
    return directives;
  }

  private List<Directive> withIncludes(List<Directive> directives) {
    return directives.stream().flatMap(this::expanded).toList();
  }

  private Stream<Directive> expanded(Directive directive) {
    if (directive.is("include")) {
      return included(directive).stream();
    }
    return Stream.of(
        new Directive(
            directive.name(),
            directive.args(),
            withIncludes(directive.block()),
            directive.place()));
  }

  private List<Directive> included(Directive include) {
    String wanted = include.arg(0);
    Path path = root.resolve(wanted);
    boolean many = wanted.matches(".*[*?\\[].*");
    if (many) {
      return list(path.getParent(), path.getFileName().toString()).stream()
          .flatMap(file -> file(file, include.place()).stream())
          .toList();
    }
    if (Files.isRegularFile(path) && !isParameters(wanted)) {
      return file(path, include.place());
    }
    for (Map.Entry<String, String> shipped : SHIPPED.entrySet()) {
      if (wanted.equals(shipped.getKey()) || wanted.endsWith("/" + shipped.getKey())) {
        return Parser.parse(wanted, shipped.getValue());
      }
    }
    ledger.note(include, "there is no such file; what stands in it is not carried over");
    return List.of();
  }

  /** Lists of what our server tells an application anyway. */
  private static boolean isParameters(String file) {
    return file.matches(
        "(.*/)?(fastcgi_params|fastcgi\\.conf|uwsgi_params|scgi_params|mime\\.types)");
  }

  /** In the order of their names, without what editors and package managers leave behind. */
  private static List<Path> list(Path folder, String pattern) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
              .filter(
                  file -> !file.getFileName().toString().matches("\\..*|.*~|.*\\.(bak|dpkg-.*)"))
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
