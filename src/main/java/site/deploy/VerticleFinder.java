package site.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Finds the class an app starts with, in its files alone: no code of the app is loaded before it is
 * known which. Everything here blocks.
 */
final class VerticleFinder {
  private static final Set<String> VERTICLES =
      Set.of(
          "io.vertx.core.AbstractVerticle",
          "io.vertx.core.VerticleBase",
          "io.vertx.core.Verticle",
          "io.vertx.core.Deployable");

  private final String app;
  private final Path from;
  private final List<Path> own;

  /** The last two are for messages: where the files came from; where they are now. */
  VerticleFinder(String app, Path from, List<Path> own) {
    this.app = app;
    this.from = from;
    this.own = own;
  }

  /** The configured class, else the manifest's, else the only verticle there is. */
  String blockingFind(Optional<String> configured) throws IOException {
    if (configured.isPresent()) {
      return configured.get();
    }
    Optional<String> named = manifestVerticle();
    return named.isPresent() ? named.get() : onlyVerticle();
  }

  private Optional<String> manifestVerticle() throws IOException {
    for (Path place : own) {
      Optional<Manifest> manifest = manifest(place);
      String name = manifest.map(m -> m.getMainAttributes().getValue("Main-Verticle")).orElse(null);
      if (name != null) {
        return Optional.of(name.startsWith("java:") ? name.substring("java:".length()) : name);
      }
    }
    return Optional.empty();
  }

  private static Optional<Manifest> manifest(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      try (JarFile jar = new JarFile(place.toFile())) {
        return Optional.ofNullable(jar.getManifest());
      }
    }
    Path file = place.resolve(JarFile.MANIFEST_NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new Manifest(in));
    }
  }

  private String onlyVerticle() throws IOException {
    Map<String, ClassFile> classes = new HashMap<>();
    for (Path place : own) {
      read(place, classes);
    }
    List<String> verticles =
        classes.values().stream()
            .filter(type -> type.isInstantiable() && isVerticle(type, classes))
            .map(ClassFile::name)
            .sorted()
            .toList();
    if (verticles.size() == 1) {
      return verticles.get(0);
    }
    throw new DeploymentFailure(
        app,
        verticles.isEmpty()
            ? "no verticle found in " + from
            : "several verticles in "
                + from
                + ", name one as main: "
                + String.join(", ", verticles));
  }

  private static boolean isVerticle(ClassFile type, Map<String, ClassFile> classes) {
    return Stream.concat(Stream.ofNullable(type.parent()), type.interfaces().stream())
        .anyMatch(
            above ->
                VERTICLES.contains(above)
                    || (classes.containsKey(above) && isVerticle(classes.get(above), classes)));
  }

  private static void read(Path place, Map<String, ClassFile> classes) throws IOException {
    if (Files.isDirectory(place)) {
      readFolder(place, classes);
    } else {
      readJar(place, classes);
    }
  }

  private static void readFolder(Path folder, Map<String, ClassFile> classes) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(path -> isOwnClass(path.toString())).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          add(ClassFile.read(in), classes);
        }
      }
    }
  }

  private static void readJar(Path file, Map<String, ClassFile> classes) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> isOwnClass(e.getName())).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          add(ClassFile.read(in), classes);
        }
      }
    }
  }

  /** A jar with everything in it brings Vert.x along, whose classes the server has already. */
  private static boolean isOwnClass(String file) {
    return file.endsWith(".class") && !file.startsWith("io/vertx/") && !file.startsWith("META-INF");
  }

  private static void add(ClassFile type, Map<String, ClassFile> classes) {
    classes.put(type.name(), type);
  }
}
