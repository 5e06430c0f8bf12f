package site.compile;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;

/**
 * Compiles sources in memory against the JDK and a class path. One run at a time: the JDK's file
 * manager, which is kept open because opening it costs more than a compilation, bears no more.
 */
public final class SourceCompiler {
  private final JavaCompilers.Found tool;
  private final JavaFileManager jdk;
  private final ClassPath platform;

  private SourceCompiler(JavaCompilers.Found tool, ClassPath platform) {
    this.tool = tool;
    this.jdk = tool.compiler().getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);
    this.platform = platform;
  }

  /**
   * Finds a compiler.
   *
   * @param libraries where ECJ may lie when this Java has none
   * @param platform what every source may use; is read as long as the compiler lives
   * @throws IllegalStateException with a sentence for the operator: there is none
   */
  public static SourceCompiler blockingOpen(Path libraries, ClassPath platform) {
    return new SourceCompiler(JavaCompilers.blockingFind(libraries), platform);
  }

  /** With ECJ, whatever the JDK has. */
  static SourceCompiler blockingOpenEcj(Path libraries, ClassPath platform) {
    return new SourceCompiler(JavaCompilers.blockingFindEcj(libraries).orElseThrow(), platform);
  }

  /**
   * What was compiled.
   *
   * @param classes by binary name
   * @param origins the source file of each
   */
  record Output(Map<String, byte[]> classes, Map<String, String> origins) {}

  /**
   * Compiles.
   *
   * @param known classes of the same program that need not be compiled again
   * @throws CompileFailure with every error
   */
  synchronized Output blockingCompile(
      Collection<JavaSource> sources, Map<String, byte[]> known, ClassPath libraries) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    MemoryFiles files = new MemoryFiles(jdk, known, List.of(libraries, platform));
    boolean done =
        tool.compiler()
            .getTask(Writer.nullWriter(), files, found, tool.options(), null, sources)
            .call();
    if (!done) {
      throw new CompileFailure(
          found.getDiagnostics().stream()
              .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
              .map(diagnostic -> error(diagnostic, sources))
              .toList());
    }
    return new Output(files.classes(), files.origins());
  }

  /** ECJ tells of files by objects of its own. */
  private static CompileError error(
      Diagnostic<? extends JavaFileObject> diagnostic, Collection<JavaSource> sources) {
    JavaFileObject place = diagnostic.getSource();
    return sources.stream()
        .filter(source -> place != null && source.toUri().equals(place.toUri()))
        .findFirst()
        .map(source -> source.error(diagnostic))
        .orElseGet(() -> new CompileError("", 1, 1, diagnostic.getMessage(Locale.ENGLISH), ""));
  }

  /** Frees the files that are held open. */
  public synchronized void close() throws IOException {
    jdk.close();
    platform.close();
  }
}
