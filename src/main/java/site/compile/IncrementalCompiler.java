package site.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compiles one program again and again. When only the insides of some files changed, those files
 * alone are compiled, against the classes of the last time; whenever other files might see a
 * difference, all are. Only success is taken from the short way: errors are always those of a whole
 * compilation.
 */
public final class IncrementalCompiler {
  private final SourceCompiler compiler;
  private Program last = Program.NONE;

  public IncrementalCompiler(SourceCompiler compiler) {
    this.compiler = compiler;
  }

  /** What was compiled when it last succeeded. */
  private record Program(
      Collection<JavaSource> sources,
      Map<String, String> texts,
      Map<String, byte[]> classes,
      Map<String, String> origins,
      ClassPath libraries) {
    static final Program NONE = new Program(List.of(), Map.of(), Map.of(), Map.of(), null);
  }

  /**
   * Compiles once more what was compiled last, for no other reason than that a compiler is slow the
   * first times.
   */
  public synchronized void blockingWarmUp() {
    if (!last.sources().isEmpty()) {
      compiler.blockingCompile(last.sources(), Map.of(), last.libraries());
    }
  }

  /**
   * Compiles the program as it is now.
   *
   * @param libraries the same object as long as they are the same
   * @return classes by binary name
   * @throws CompileFailure with every error, and then the next time begins from the last success
   */
  public synchronized Map<String, byte[]> blockingCompile(
      Collection<JavaSource> sources, ClassPath libraries) {
    List<JavaSource> changed = changed(sources);
    if (libraries == last.libraries() && changed.isEmpty() && isSameSet(sources)) {
      return last.classes();
    }
    if (libraries != last.libraries()
        || !isSameSet(sources)
        || !blockingCompileOnly(changed, sources)) {
      SourceCompiler.Output all = compiler.blockingCompile(sources, Map.of(), libraries);
      last = new Program(sources, texts(sources), all.classes(), all.origins(), libraries);
    }
    return last.classes();
  }

  private List<JavaSource> changed(Collection<JavaSource> sources) {
    return sources.stream()
        .filter(source -> !source.text().equals(last.texts().get(source.file())))
        .toList();
  }

  private boolean isSameSet(Collection<JavaSource> sources) {
    return texts(sources).keySet().equals(last.texts().keySet());
  }

  private static Map<String, String> texts(Collection<JavaSource> sources) {
    return sources.stream().collect(Collectors.toMap(JavaSource::file, JavaSource::text));
  }

  /** Whether that was enough. */
  private boolean blockingCompileOnly(List<JavaSource> changed, Collection<JavaSource> sources) {
    if (changed.size() > sources.size() / 2) {
      return false;
    }
    Map<String, byte[]> rest = new TreeMap<>(last.classes());
    Map<String, byte[]> replaced = new HashMap<>();
    for (String name : classesOf(changed)) {
      replaced.put(name, rest.remove(name));
    }
    try {
      SourceCompiler.Output part = compiler.blockingCompile(changed, rest, last.libraries());
      if (!looksTheSame(replaced, part.classes())) {
        return false;
      }
      rest.putAll(part.classes());
      last = new Program(sources, texts(sources), rest, last.origins(), last.libraries());
      return true;
    } catch (CompileFailure incomplete) {
      return false;
    }
  }

  private List<String> classesOf(List<JavaSource> sources) {
    Set<String> files = sources.stream().map(JavaSource::file).collect(Collectors.toSet());
    List<String> names = new ArrayList<>();
    last.origins()
        .forEach(
            (name, file) -> {
              if (files.contains(file)) {
                names.add(name);
              }
            });
    return names;
  }

  private static boolean looksTheSame(Map<String, byte[]> before, Map<String, byte[]> after) {
    return before.keySet().equals(after.keySet())
        && before.entrySet().stream()
            .allMatch(
                type ->
                    ClassSurface.of(type.getValue())
                        .equals(ClassSurface.of(after.get(type.getKey()))));
  }
}
