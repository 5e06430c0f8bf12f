package site.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one revision, where nobody overwrites them: the JVM reads a class when it is first
 * needed, and from a jar that was replaced meanwhile it reads garbage.
 *
 * @param folder {@code data/apps/<name>/<revision>}
 * @param digest SHA-256 over names and contents, hex
 */
record AppFiles(Path folder, int revision, String digest) {

  /** What the app itself consists of, libraries not included: one folder or some jars. */
  List<Path> own() {
    Path classes = folder.resolve("classes");
    return Files.isDirectory(classes) ? List.of(classes) : jars(folder);
  }

  /** The app's own files, then its libraries by name. */
  List<URL> classPath() {
    List<Path> all = new ArrayList<>(own());
    all.addAll(libraries());
    return all.stream().map(AppFiles::url).toList();
  }

  List<Path> libraries() {
    return jars(folder.resolve("lib"));
  }

  static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e); // file: URLs always are well formed
    }
  }
}
