package site.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import site.compile.ClassPath;
import site.compile.CompileFailure;
import site.compile.IncrementalCompiler;
import site.compile.JavaSource;
import site.compile.SourceCompiler;

/**
 * Makes revisions of an app that is a folder of plain Java: {@code java/}, {@code resources/} and
 * {@code lib/}. What comes out looks like the folder of a built app. Remembers the last compilation
 * for the sake of the next. Everything here blocks.
 */
final class SourceFolder {
  private static final int WARM_UPS = 5;
  private static final String SOURCES = "java";
  private static final String RESOURCES = "resources";
  private static final String LIBRARIES = "lib";
  private static final Set<String> PARTS = Set.of(SOURCES, RESOURCES, LIBRARIES);

  private final String app;
  private final Supplier<SourceCompiler> compilers;
  private IncrementalCompiler compiler;
  private String librariesRead = "";
  private ClassPath libraries;
  private int warmUps;
  private volatile boolean warmingUp;

  /** The compiler is asked for when the first source app needs it, which fails where none is. */
  SourceFolder(String app, Supplier<SourceCompiler> compilers) {
    this.app = app;
    this.compilers = compilers;
  }

  /** Whether an app's folder holds sources and nothing built. */
  static boolean isAt(Path from) {
    return Files.isDirectory(from.resolve(SOURCES))
        && !Files.isDirectory(from.resolve("classes"))
        && AppFiles.jars(from).isEmpty();
  }

  /** Whether a file of the folder, by its relative name, is of the app. */
  static boolean isPart(Path name) {
    return PARTS.contains(name.getName(0).toString());
  }

  /**
   * Compiles and copies.
   *
   * @return the digest of what was read
   * @throws DeploymentFailure with every error, caused by a {@link CompileFailure}
   */
  String blockingBuild(Path from, Path to) throws IOException {
    warmingUp = false;
    return blockingBuildAlone(from, to);
  }

  private synchronized String blockingBuildAlone(Path from, Path to) throws IOException {
    Map<Path, ByteArrayOutputStream> sources = new TreeMap<>();
    String digest = new FileSet(from).read(name -> sink(name, to, sources));
    for (Map.Entry<String, byte[]> type : blockingCompile(from, sources, to).entrySet()) {
      Path file = to.resolve("classes").resolve(type.getKey().replace('.', '/') + ".class");
      try (OutputStream out = FileSet.create(file)) {
        out.write(type.getValue());
      }
    }
    return digest;
  }

  /**
   * So that the first edit of an app does not wait for the compiler to warm up: a compilation takes
   * a tenth of its time when it is the fifth. Ends as soon as one is wanted.
   */
  void blockingWarmUp() {
    warmingUp = true;
    for (int i = 0; i < WARM_UPS && warmingUp; i++) {
      blockingWarmUpOnce();
    }
  }

  private synchronized void blockingWarmUpOnce() {
    if (compiler != null && warmUps < WARM_UPS) {
      warmUps++;
      compiler.blockingWarmUp();
    }
  }

  private static OutputStream sink(Path name, Path to, Map<Path, ByteArrayOutputStream> sources)
      throws IOException {
    Path rest = name.subpath(1, name.getNameCount());
    return switch (name.getName(0).toString()) {
      case RESOURCES -> FileSet.create(to.resolve("classes").resolve(rest));
      case LIBRARIES -> FileSet.create(to.resolve(LIBRARIES).resolve(rest));
      default ->
          isSource(name)
              ? sources.computeIfAbsent(name, n -> new ByteArrayOutputStream())
              : OutputStream.nullOutputStream();
    };
  }

  /** An app is no module: it is loaded from a class path. */
  private static boolean isSource(Path name) {
    return name.toString().endsWith(".java") && !name.endsWith("module-info.java");
  }

  private Map<String, byte[]> blockingCompile(
      Path from, Map<Path, ByteArrayOutputStream> files, Path to) throws IOException {
    List<JavaSource> sources = new ArrayList<>();
    files.forEach(
        (name, text) ->
            sources.add(
                new JavaSource(
                    from.resolve(name),
                    name.toString().replace('\\', '/'),
                    text.toString(StandardCharsets.UTF_8))));
    if (sources.isEmpty()) {
      throw new DeploymentFailure(app, "there are no sources in java/");
    }
    try {
      return compiler().blockingCompile(sources, libraries(to.resolve(LIBRARIES)));
    } catch (CompileFailure failure) {
      throw new DeploymentFailure(app, "does not compile: " + failure.getMessage(), failure);
    }
  }

  private IncrementalCompiler compiler() {
    if (compiler == null) {
      try {
        compiler = new IncrementalCompiler(compilers.get());
      } catch (IllegalStateException none) {
        throw new DeploymentFailure(app, none.getMessage(), none);
      }
    }
    return compiler;
  }

  /** The copies are read, which nobody overwrites; those of an earlier revision when they equal. */
  private ClassPath libraries(Path copies) throws IOException {
    List<Path> jars = AppFiles.jars(copies);
    String digest = jars.isEmpty() ? "none" : new FileSet(copies).blockingDigest();
    if (!digest.equals(librariesRead)) {
      if (libraries != null) {
        libraries.close();
      }
      libraries = ClassPath.blockingOpen(jars, name -> true);
      librariesRead = digest;
    }
    return libraries;
  }
}
