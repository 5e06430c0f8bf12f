package site.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;

/**
 * What one run of a compiler sees as its files: the JDK's classes from the manager behind it, other
 * classes from the paths given, in this order, and its output in memory. Javac names packages with
 * dots, ECJ with slashes.
 */
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
  private final Map<String, ClassObject> known = new HashMap<>();
  private final List<ClassPath> paths;
  private final Map<String, byte[]> classes = new TreeMap<>();
  private final Map<String, String> origins = new HashMap<>();

  /** Known classes, by binary name, come before those of the paths. */
  MemoryFiles(JavaFileManager jdk, Map<String, byte[]> known, List<ClassPath> paths) {
    super(jdk);
    this.paths = paths;
    known.forEach((name, bytes) -> this.known.put(name, ClassObject.of(name, bytes)));
  }

  /** What was compiled, by binary name. */
  Map<String, byte[]> classes() {
    return classes;
  }

  /** Which source file a class came from. */
  Map<String, String> origins() {
    return origins;
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String asked, Set<Kind> kinds, boolean recurse) throws IOException {
    if (location != StandardLocation.CLASS_PATH) {
      return super.list(location, asked, kinds, recurse);
    }
    String packageName = asked.replace('/', '.');
    List<JavaFileObject> found = new ArrayList<>();
    if (kinds.contains(Kind.CLASS)) {
      known.values().stream()
          .filter(type -> type.packageName().equals(packageName))
          .forEach(found::add);
      for (ClassPath path : paths) {
        // only ECJ looks below, to find out whether "io" is a package
        found.addAll(recurse ? path.listBelow(packageName).toList() : path.list(packageName));
      }
    }
    return found;
  }

  /** Only ECJ asks for classes one by one. */
  @Override
  public JavaFileObject getJavaFileForInput(Location location, String className, Kind kind)
      throws IOException {
    if (location != StandardLocation.CLASS_PATH) {
      return super.getJavaFileForInput(location, className, kind);
    }
    String name = className.replace('/', '.');
    ClassObject found = known.get(name);
    for (int i = 0; found == null && i < paths.size(); i++) {
      found = paths.get(i).find(name);
    }
    return found;
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof ClassObject type ? type.name() : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a == b || a.toUri().equals(b.toUri());
  }

  @Override
  public boolean hasLocation(Location location) {
    return location == StandardLocation.CLASS_PATH
        || location == StandardLocation.CLASS_OUTPUT
        || super.hasLocation(location);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, Kind kind, FileObject sibling) {
    String name = className.replace('/', '.');
    if (sibling instanceof JavaSource source) {
      origins.put(name, source.file());
    }
    return new Output(name, kind);
  }

  private final class Output extends SimpleJavaFileObject {
    private final String name;

    Output(String name, Kind kind) {
      super(URI.create("output:///" + name.replace('.', '/') + kind.extension), kind);
      this.name = name;
    }

    @Override
    public OutputStream openOutputStream() {
      return new ByteArrayOutputStream() {
        @Override
        public void close() {
          classes.put(name, toByteArray());
        }
      };
    }
  }
}
