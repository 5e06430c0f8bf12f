package site.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** An app made of source text, compiled and packed as its author would. */
public final class AppJar {
  private final List<Source> sources = new ArrayList<>();
  private final List<Path> libraries = new ArrayList<>();
  private String main;

  /** All sources below {@code src/test/apps/<name>}. */
  public static AppJar named(String name) throws IOException {
    AppJar jar = new AppJar();
    try (Stream<Path> files = Files.walk(Path.of("src/test/apps", name))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        jar.sources.add(new Source(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return jar;
  }

  /** One class named {@code Main} in package {@code app}. */
  public static AppJar of(String imports, String body) {
    return new AppJar().and("Main.java", "package app;\n" + imports + "\n" + body);
  }

  /** An app whose only handler runs the statements, with {@code request} at hand. */
  public static AppJar answering(String statements) {
    return of(
        "import io.vertx.core.*; import io.vertx.core.http.*;",
        """
        public class Main extends VerticleBase {
          public Future<?> start() {
            return vertx.createHttpServer().requestHandler(request -> { %s }).listen(8080);
          }
        }
        """
            .formatted(statements));
  }

  public AppJar and(String file, String text) {
    sources.add(new Source(file, text));
    return this;
  }

  /** Compiles against a library, which is not packed. */
  public AppJar with(Path library) {
    libraries.add(library);
    return this;
  }

  public AppJar mainVerticle(String name) {
    main = name;
    return this;
  }

  /** Compiles into a folder of classes. */
  public Path compile(Path classes) throws IOException {
    Files.createDirectories(classes);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("--release", "17", "-proc:none", "-cp", classPath(), "-d", classes.toString());
    if (!javac.getTask(null, null, null, options, null, sources).call()) {
      throw new IllegalStateException("the test's app does not compile");
    }
    return classes;
  }

  /** Compiles and packs. */
  public Path pack(Path jar) throws IOException {
    Path classes = compile(Files.createTempDirectory(jar.getParent(), "classes"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (main != null) {
      manifest.getMainAttributes().putValue("Main-Verticle", main);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, packed);
      }
    }
    return jar;
  }

  private String classPath() {
    return libraries.stream().map(path -> path + ":").collect(Collectors.joining()) + ofTests();
  }

  private static String ofTests() {
    if (AppJar.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"));
    }
    return System.getProperty("java.class.path");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("string:///" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
