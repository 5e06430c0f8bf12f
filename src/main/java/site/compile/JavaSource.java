package site.compile;

import java.nio.file.Path;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.SimpleJavaFileObject;

/** The text of one source file, as it was when it was read. */
public final class JavaSource extends SimpleJavaFileObject {
  private final String file;
  private final String text;

  /**
   * Holds a text.
   *
   * @param path where it is
   * @param file where messages say it is, {@code java/shop/Cart.java}
   */
  public JavaSource(Path path, String file, String text) {
    super(path.toUri(), Kind.SOURCE);
    this.file = file;
    this.text = text;
  }

  String file() {
    return file;
  }

  String text() {
    return text;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }

  /** A compiler counts columns in its own way, tabs among them; we count characters. */
  CompileError error(Diagnostic<?> diagnostic) {
    int at = (int) Math.max(0, Math.min(diagnostic.getPosition(), text.length()));
    int begin = text.lastIndexOf('\n', at - 1) + 1;
    int end = text.indexOf('\n', at);
    String line = text.substring(begin, end < 0 ? text.length() : end).stripTrailing();
    return new CompileError(
        file,
        Math.max(1, diagnostic.getLineNumber()),
        at - begin + 1,
        diagnostic.getMessage(Locale.ENGLISH),
        line);
  }
}
