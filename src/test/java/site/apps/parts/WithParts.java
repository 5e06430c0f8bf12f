package site.apps.parts;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a server with parts, which is started once for all of a class. */
abstract class WithParts {
  @TempDir static Path home;
  static PartsSite site;

  @BeforeAll
  static void start() throws Exception {
    site = PartsSite.start(home);
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
      site = null;
    }
  }
}
