package site.apps.journeys;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the site and a browser; one of each for all journeys of a run. */
final class Journeys implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == JourneySite.class || type == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    for (Path program : new Path[] {Chromium.PROGRAM, Chromium.DRIVER}) {
      assumeThat(program).as("Chromium and its driver are installed").exists();
    }
    Running running =
        context
            .getRoot()
            .getStore(Namespace.create(Journeys.class))
            .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class);
    return parameter.getParameter().getType() == Browser.class ? running.browser : running.site;
  }

  private static final class Running implements AutoCloseable {
    private final JourneySite site;
    private final Browser browser;

    /** The browser first: nobody would stop a site if it did not start. */
    Running() {
      try {
        Path downloads = Files.createTempDirectory("downloads");
        browser = new Browser(new Chromium(downloads));
        site = new JourneySite(downloads);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      browser.close();
      site.close();
    }
  }
}
