package site.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads an app: its own classes and libraries, the JDK, and of the server only what apps are made
 * of (Vert.x and what Vert.x hands out). Nothing else of the server can be seen from inside.
 */
final class AppClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** Objects of these packages cross between server and app, so there is one of each class. */
  private static final List<String> SHARED =
      List.of("io.vertx.", "io.netty.", "com.fasterxml.jackson.", "org.slf4j.", "site.app.");

  /** An app's jar may bring its own copy of these; the JDK's is the one that works. */
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private static final String SERVICES = "META-INF/services/";

  private final ClassLoader server;

  AppClassLoader(String name, List<URL> classPath, ClassLoader server) {
    super(name, classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.server = server;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      Class<?> found = loaded != null ? loaded : find(name);
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (startsWithAny(name, JDK)) {
      return super.loadClass(name, false);
    }
    try {
      return startsWithAny(name, SHARED) ? server.loadClass(name) : findClass(name);
    } catch (ClassNotFoundException elsewhere) {
      // a Vert.x module only the app has, or a package of the JDK with an unusual name
      return super.loadClass(name, false);
    }
  }

  /** Defines a class of the server once more, as one of the app's; it may name the JDK's only. */
  Class<?> lend(Class<?> ours) throws IOException {
    try (InputStream in = ours.getResourceAsStream(ours.getSimpleName() + ".class")) {
      byte[] bytes = in.readAllBytes();
      return defineClass(ours.getName(), bytes, 0, bytes.length);
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    if (own != null) {
      return own;
    }
    return isShared(name) ? server.getResource(name) : getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> above =
        isShared(name) ? server.getResources(name) : getParent().getResources(name);
    return Collections.enumeration(
        Stream.concat(
                Collections.list(findResources(name)).stream(), Collections.list(above).stream())
            .toList());
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    URL url = getResource(name);
    if (url == null) {
      return null;
    }
    try {
      URLConnection connection = url.openConnection();
      // The JDK's cache of jar files would hold this revision's jar open after close().
      connection.setUseCaches(false);
      return connection.getInputStream();
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether an app can see what the server has in a package. */
  static boolean showsPackage(String name) {
    return startsWithAny(name + ".", SHARED);
  }

  /** Resources of shared classes, their service files, and what Vert.x keeps beside them. */
  private static boolean isShared(String resource) {
    if (resource.startsWith("META-INF/vertx/")) {
      return true;
    }
    String name = resource.startsWith(SERVICES) ? resource.substring(SERVICES.length()) : resource;
    return startsWithAny(name.replace('/', '.'), SHARED);
  }

  private static boolean startsWithAny(String name, List<String> prefixes) {
    return prefixes.stream().anyMatch(name::startsWith);
  }
}
