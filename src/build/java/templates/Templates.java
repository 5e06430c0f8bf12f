package templates;

import gg.jte.CodeResolver;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.resolve.DirectoryCodeResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns the templates of the apps into Java sources: {@code src/apps/NAME/templates} and those of
 * the kit into a package of NAME's own, so that each app has its own copy of the kit's pages.
 */
public final class Templates {
  private static final String KIT = "kit";

  private Templates() {}

  /**
   * @param args the folder of the apps, the folder the sources go to
   */
  public static void main(String[] args) throws IOException {
    Path apps = Path.of(args[0]);
    Path target = Path.of(args[1]);
    try (Stream<Path> folders = Files.list(apps)) {
      for (Path app : folders.filter(Templates::hasPages).toList()) {
        generate(apps.resolve(KIT), app, target.resolve(app.getFileName()));
      }
    }
  }

  private static boolean hasPages(Path app) {
    return !app.endsWith(KIT) && Files.isDirectory(app.resolve("templates"));
  }

  private static void generate(Path kit, Path app, Path target) throws IOException {
    Files.createDirectories(target);
    String name = app.getFileName().toString().replace("-", "");
    TemplateEngine engine =
        TemplateEngine.create(
            new Both(of(kit), of(app)), target, ContentType.Html, null, name + ".pages");
    engine.setTrimControlStructures(true);
    engine.generateAll();
  }

  private static CodeResolver of(Path app) {
    return new DirectoryCodeResolver(app.resolve("templates"));
  }

  /** The kit's templates lie in a folder {@code kit}, so no name is in both. */
  private record Both(CodeResolver kit, CodeResolver app) implements CodeResolver {
    @Override
    public String resolve(String name) {
      return of(name).resolve(name);
    }

    @Override
    public long getLastModified(String name) {
      return of(name).getLastModified(name);
    }

    @Override
    public List<String> resolveAllTemplateNames() {
      return Stream.of(kit, app)
          .flatMap(each -> each.resolveAllTemplateNames().stream())
          .sorted()
          .toList();
    }

    private CodeResolver of(String name) {
      return name.startsWith(KIT + "/") ? kit : app;
    }
  }
}
