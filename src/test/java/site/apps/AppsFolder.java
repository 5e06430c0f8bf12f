package site.apps;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The shipped apps in a folder of a test, where they can be exchanged for others like them. */
public record AppsFolder(Path folder) {
  public static final List<String> ALL = List.of("hello", "parts", "rain", "weather-mail");

  /** As they were built. */
  public static AppsFolder of(Path folder) throws IOException {
    for (String app : ALL) {
      Files.copy(shipped(app), folder.resolve(app + ".jar"));
    }
    return new AppsFolder(folder);
  }

  /** Where the build has put an app. */
  public static Path shipped(String app) {
    return Path.of(System.getProperty("site.apps", "target/apps"), app + ".jar");
  }

  /** Makes another jar of an app by writing a text to the end of one of its files. */
  public void append(String app, String file, String text) throws IOException {
    Path next = folder.resolve(app + ".next");
    Files.copy(folder.resolve(app + ".jar"), next, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem jar = FileSystems.newFileSystem(next)) {
      Path inside = jar.getPath(file);
      String old = Files.exists(inside) ? Files.readString(inside) : "";
      Files.writeString(inside, old + text);
    }
    Files.move(next, folder.resolve(app + ".jar"), StandardCopyOption.REPLACE_EXISTING);
  }
}
