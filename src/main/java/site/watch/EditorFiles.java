package site.watch;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What editors and desktops leave beside the files people work on. */
public final class EditorFiles {
  private static final Pattern NAME =
      Pattern.compile(".*~|\\.#.*|#.*#|\\..*\\.sw[a-z]|4913|.*___jb_(tmp|old)___|\\.DS_Store");

  private EditorFiles() {}

  /** Whether the file is nobody's work: a backup, a lock, a swap file. */
  public static boolean isOne(Path file) {
    Path name = file.getFileName();
    return name != null && NAME.matcher(name.toString()).matches();
  }
}
