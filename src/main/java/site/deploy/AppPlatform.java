package site.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import site.compile.ClassPath;
import site.compile.SourceCompiler;

/**
 * What every app may be compiled against: of this process' own jar, or jars, the packages an {@link
 * AppClassLoader} shows it. The compiler for it is opened once, when the first app needs it.
 */
public final class AppPlatform {
  private SourceCompiler compiler;

  /**
   * The compiler of all apps.
   *
   * @throws IllegalStateException with a sentence: this Java has none, and no other was found
   */
  public synchronized SourceCompiler blockingCompiler() {
    if (compiler == null) {
      List<Path> places = places();
      compiler = SourceCompiler.blockingOpen(besideJar(places), blockingOpen(places));
    }
    return compiler;
  }

  private static ClassPath blockingOpen(List<Path> places) {
    try {
      return ClassPath.blockingOpen(places, AppClassLoader::showsPackage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path besideJar(List<Path> places) {
    return places.get(0).toAbsolutePath().resolveSibling("lib");
  }

  private static List<Path> places() {
    if (AppPlatform.class.getClassLoader() instanceof URLClassLoader embedded) {
      return Arrays.stream(embedded.getURLs()).map(AppPlatform::path).toList();
    }
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private static Path path(URL url) {
    return Path.of(URI.create(url.toString()));
  }
}
