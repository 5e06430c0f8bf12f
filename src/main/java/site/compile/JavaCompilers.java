package site.compile;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Finds a compiler: the JDK's own, else ECJ, which needs no JDK, where somebody has put it. */
final class JavaCompilers {
  private static final String ECJ = "org.eclipse.jdt.internal.compiler.tool.EclipseCompiler";

  private JavaCompilers() {}

  /**
   * A compiler and how it is told what we want.
   *
   * @param options for Java 17, debug information and parameter names, no annotation processors
   */
  record Found(JavaCompiler compiler, List<String> options) {}

  /**
   * Looks in this Java, then for {@code ecj*.jar}.
   *
   * @throws IllegalStateException with a sentence that names both remedies
   */
  static Found blockingFind(Path libraries) {
    return Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
        .map(JavaCompilers::ofJdk)
        .or(() -> blockingFindEcj(libraries))
        .orElseThrow(() -> new IllegalStateException(missing(libraries)));
  }

  private static Found ofJdk(JavaCompiler javac) {
    return new Found(
        javac,
        List.of(
            "--release", "17", "-proc:none", "-parameters", "-g", "-nowarn", "-Xmaxerrs", "10000"));
  }

  static Optional<Found> blockingFindEcj(Path libraries) {
    try (Stream<Path> files = Files.list(libraries)) {
      return files
          .filter(file -> file.getFileName().toString().matches("ecj.*\\.jar"))
          .sorted()
          .findFirst()
          .map(JavaCompilers::ecj);
    } catch (IOException noFolder) {
      return Optional.empty();
    }
  }

  /** It cannot read the JDK's tables of older releases, so what counts is the Java that runs. */
  private static Found ecj(Path jar) {
    try {
      URL[] path = {jar.toUri().toURL()};
      // stays open: the compiler lives as long as the server
      ClassLoader loader = new URLClassLoader("ecj", path, ClassLoader.getPlatformClassLoader());
      Object compiler = loader.loadClass(ECJ).getDeclaredConstructor().newInstance();
      return new Found(
          (JavaCompiler) compiler,
          List.of("-source", "17", "-target", "17", "-proc:none", "-parameters", "-g", "-nowarn"));
    } catch (ReflectiveOperationException | MalformedURLException e) {
      throw new IllegalStateException(jar + " is no Eclipse compiler we know", e);
    }
  }

  static String missing(Path libraries) {
    return "this Java ("
        + System.getProperty("java.home")
        + ") has no compiler for source apps: install a JDK (Debian: apt install"
        + " openjdk-17-jdk-headless), or put ecj-<version>.jar (org.eclipse.jdt:ecj) into "
        + libraries;
  }
}
