package site.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A jar that was made of an app's folder: its classes and resources, and what its libraries have
 * that it has not itself. The same files give the same bytes.
 *
 * @param files how many are in it
 * @param main the verticle it names
 */
public record AppPackage(int files, String main) {
  private static final String SERVICES = "META-INF/services/";

  /** The oldest a zip file knows. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

  /**
   * Compiles what is to be compiled, packs, and puts the jar in its place when it is complete.
   *
   * @param from a folder of sources or of classes
   * @param main empty for the only verticle in it
   * @throws DeploymentFailure what keeps it from being an app
   */
  public static AppPackage blockingWrite(String name, Path from, Optional<String> main, Path jar)
      throws IOException {
    Path built = Files.createTempDirectory("site-package");
    try {
      return blockingPack(name, from, main, jar, built);
    } finally {
      RevisionStore.delete(built);
    }
  }

  private static AppPackage blockingPack(
      String name, Path from, Optional<String> main, Path jar, Path built) throws IOException {
    if (SourceFolder.isAt(from)) {
      new SourceFolder(name, new AppPlatform()::blockingCompiler).blockingBuild(from, built);
    } else {
      new FileSet(from).blockingCopy(built);
    }
    AppFiles files = new AppFiles(built, 0, "");
    String verticle = new VerticleFinder(name, from, files.own()).blockingFind(main);
    SortedMap<String, byte[]> entries = new TreeMap<>();
    for (Path own : files.own()) {
      blockingAdd(own, entries);
    }
    for (Path library : files.libraries()) {
      blockingAddJar(library, entries);
    }
    blockingWrite(jar, verticle, entries);
    return new AppPackage(entries.size(), verticle);
  }

  private static void blockingAdd(Path own, Map<String, byte[]> entries) throws IOException {
    if (!Files.isDirectory(own)) {
      blockingAddJar(own, entries);
      return;
    }
    try (Stream<Path> tree = Files.walk(own)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        String entry = own.relativize(file).toString().replace('\\', '/');
        add(entry, Files.readAllBytes(file), entries);
      }
    }
  }

  private static void blockingAddJar(Path library, Map<String, byte[]> entries) throws IOException {
    try (JarFile jar = new JarFile(library.toFile())) {
      for (ZipEntry entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          add(entry.getName(), in.readAllBytes(), entries);
        }
      }
    }
  }

  /** Of equal names the first counts, but lists of services are put together. */
  private static void add(String entry, byte[] content, Map<String, byte[]> entries) {
    if (isOfOneJar(entry)) {
      return;
    }
    if (entry.startsWith(SERVICES)) {
      entries.merge(entry, content, AppPackage::lines);
    } else {
      entries.putIfAbsent(entry, content);
    }
  }

  /** What is said about the jar that was taken apart: its manifest, its signatures, its module. */
  private static boolean isOfOneJar(String entry) {
    return entry.equals(JarFile.MANIFEST_NAME)
        || entry.endsWith("module-info.class")
        || entry.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  private static byte[] lines(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static void blockingWrite(Path jar, String verticle, SortedMap<String, byte[]> entries)
      throws IOException {
    Path target = jar.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path fresh = Files.createTempFile(target.getParent(), ".package", null);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(fresh))) {
      put(zip, JarFile.MANIFEST_NAME, manifest(verticle));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
    }
    Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] manifest(String verticle) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Main-Verticle", verticle);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ALWAYS);
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
