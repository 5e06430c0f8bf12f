package site.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code app new}: the sources of an app that runs at once. */
@Command(name = "new", description = "Write a small app in plain Java, to be served with `dev`.")
final class AppNewCommand implements Callable<Integer> {
  private static final Pattern FIRST_LETTER = Pattern.compile("(?:^|-)([A-Za-z0-9])");

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits, hyphens.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where to (default: a folder of that name here).")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
      throw new ParameterException(
          spec.commandLine(), "NAME \"" + name + "\" (expected letters, digits and hyphens)");
    }
    Path target = directory == null ? Path.of(name) : directory;
    requireEmpty(target);
    blockingWrite(target);
    spec.commandLine().getOut().println("wrote " + target);
    spec.commandLine().getOut().println("next: java -jar site.jar dev " + target);
    return ExitCode.DONE;
  }

  private static void requireEmpty(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent()) {
        throw new IllegalStateException(target + " is there already and not empty");
      }
    }
  }

  private void blockingWrite(Path target) throws IOException {
    String place = packageName(name);
    String type = className(name);
    Map<String, String> files =
        Map.of(
            "java/" + place + "/" + type + ".java",
            "Verticle.java.txt",
            "java/" + place + "/Greeting.java",
            "Greeting.java.txt",
            "test/" + place + "/GreetingTest.java",
            "GreetingTest.java.txt",
            "resources/" + place + "/page.html",
            "page.html",
            "README.md",
            "README.md",
            ".gitignore",
            "gitignore.txt");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(
          path,
          template(file.getValue())
              .replace("{package}", place)
              .replace("{class}", type)
              .replace("{name}", name));
    }
  }

  /** {@code my-shop} is {@code myshop}; what Java keeps for itself gets a word behind it. */
  static String packageName(String name) {
    String plain = name.replace("-", "").toLowerCase(Locale.ROOT);
    return SourceVersion.isName(plain) ? plain : plain + "app";
  }

  /** {@code my-shop} is {@code MyShopVerticle}. */
  static String className(String name) {
    String words =
        FIRST_LETTER.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    return words.replace("-", "") + "Verticle";
  }

  private static String template(String file) throws IOException {
    try (InputStream in = AppNewCommand.class.getResourceAsStream("new/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
