package site.compile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The classes of jars and folders that sources may use, by package. A compiler's own class path
 * cannot leave packages out, and ours has the server's in the same jar as Vert.x.
 */
public final class ClassPath implements Closeable {
  private static final String SUFFIX = ".class";

  private final Map<String, Map<String, ClassObject>> packages = new HashMap<>();
  private final List<JarFile> jars = new ArrayList<>();
  private final Predicate<String> visible;

  private ClassPath(Predicate<String> visible) {
    this.visible = visible;
  }

  /**
   * Reads the tables of contents; of equal names the first counts.
   *
   * @param places jars and folders; those that are not there have nothing to offer
   * @param visible whether classes of a package may be used
   */
  public static ClassPath blockingOpen(List<Path> places, Predicate<String> visible)
      throws IOException {
    ClassPath path = new ClassPath(visible);
    for (Path place : places) {
      path.blockingAdd(place);
    }
    return path;
  }

  private void blockingAdd(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      blockingAddFolder(place);
    } else if (Files.isRegularFile(place)) {
      blockingAddJar(new JarFile(place.toFile()));
    }
  }

  private void blockingAddFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(
          file ->
              add(
                  folder.relativize(file).toString().replace('\\', '/'),
                  () -> Files.newInputStream(file)));
    }
  }

  private void blockingAddJar(JarFile jar) {
    jars.add(jar);
    jar.stream()
        .map(JarEntry::getName)
        .forEach(entry -> add(entry, () -> jar.getInputStream(jar.getEntry(entry))));
  }

  private void add(String file, ClassObject.Opening content) {
    if (!file.endsWith(SUFFIX) || file.contains("-")) {
      return; // package-info, module-info, META-INF/versions: nothing a source could name
    }
    String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
    ClassObject type = new ClassObject(name, content);
    if (visible.test(type.packageName())) {
      packages.computeIfAbsent(type.packageName(), p -> new HashMap<>()).putIfAbsent(name, type);
    }
  }

  Collection<ClassObject> list(String packageName) {
    return packages.getOrDefault(packageName, Map.of()).values();
  }

  /** The classes of a package and of those below it. */
  Stream<ClassObject> listBelow(String packageName) {
    String below = packageName.isEmpty() ? "" : packageName + ".";
    return packages.keySet().stream()
        .filter(name -> name.equals(packageName) || name.startsWith(below))
        .flatMap(name -> packages.get(name).values().stream());
  }

  /** The class of this binary name, null when there is none. */
  ClassObject find(String name) {
    String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return packages.getOrDefault(packageName, Map.of()).get(name);
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
