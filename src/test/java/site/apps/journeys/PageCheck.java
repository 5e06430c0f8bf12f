package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * What every page of every app must be, in light and dark: asks nobody else for anything, complains
 * of nothing, weighs little, fits a narrow window, and has nothing in the way of people who see,
 * hear or move otherwise. With {@code -Dscreenshots} it takes pictures, too, for people to look at.
 */
final class PageCheck {
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final int NARROW = 320;
  private static final int MOST_BYTES = 60 * 1024;

  /** Of all rules of axe; the size of targets (WCAG 2.2, 2.5.8) is off unless asked for. */
  private static final String AXE =
      """
      const [themeOnly, done] = arguments;
      const only = themeOnly ? { runOnly: { type: 'rule', values: ['color-contrast'] } } : {};
      axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } }, ...only })
        .then(found => done(JSON.stringify(found.violations.map(v => ({
          rule: v.id, impact: v.impact, nodes: v.nodes.map(n => n.html + ' ' + (n.any[0]?.message ?? '')) })))))
        .catch(failure => done(JSON.stringify([{ rule: String(failure), impact: 'critical', nodes: [] }])));
      """;

  /** In bytes as they are before compression. */
  private static final String WEIGHT =
      """
      return performance.getEntriesByType('resource')
        .filter(e => /\\.(css|js)$/.test(new URL(e.name).pathname))
        .reduce((sum, e) => sum + e.decodedBodySize, 0);
      """;

  /** What sticks out on the right, as the visitor would have to scroll for it. */
  private static final String OVERFLOW =
      """
      const width = document.documentElement.clientWidth;
      return document.documentElement.scrollWidth <= width ? '' :
        [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 1)
          .map(e => e.outerHTML.slice(0, 120)).slice(0, 5).join('\\n') || 'the page';
      """;

  private final Browser browser;
  private final String axe;

  PageCheck(Browser browser) {
    this.browser = browser;
    this.axe = script();
  }

  private static String script() {
    try (InputStream in = PageCheck.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails with all that is wrong with the page the browser shows.
   *
   * @param name of its pictures
   */
  void page(String name) {
    page(name, 200);
  }

  /**
   * The same for a page that says what went wrong.
   *
   * @param status which the browser notes as an error, rightly
   */
  void page(String name, int status) {
    if (System.getProperty("screenshots") != null && browser.scripts() == Scripts.ON) {
      takePictures(name);
    }
    URI page = browser.address();
    assertThat(complaints(status)).as("complaints on %s", page).isEmpty();
    assertThat(otherHosts(page)).as("others asked by %s", page).isEmpty();
    assertThat(browser.all(By.tagName("h1"))).as("main headings of %s", page).hasSize(1);
    browser.withScripts(
        () -> {
          weighs(page);
          isAccessible(page);
          return null;
        });
    fits(page);
  }

  /** Also what the policy of the page forbade. */
  private List<String> complaints(int status) {
    String expected = "Failed to load resource: the server responded with a status of " + status;
    return browser.chromium().logs(LogType.BROWSER).stream()
        .map(LogEntry::getMessage)
        .filter(message -> status == 200 || !message.contains(expected))
        .toList();
  }

  private Set<String> otherHosts(URI page) {
    Set<String> others = new TreeSet<>();
    for (LogEntry entry : browser.chromium().logs(LogType.PERFORMANCE)) {
      asked(new JsonObject(entry.getMessage()).getJsonObject("message"))
          .filter(url -> !url.startsWith("data:") && !url.startsWith("chrome:"))
          .filter(url -> !isOfSameHost(URI.create(url.split("[?#]", 2)[0]), page))
          .ifPresent(others::add);
    }
    return others;
  }

  private static boolean isOfSameHost(URI asked, URI page) {
    return Objects.equals(asked.getHost(), page.getHost()) && asked.getPort() == page.getPort();
  }

  private static Optional<String> asked(JsonObject event) {
    return event.getString("method").equals("Network.requestWillBeSent")
        ? Optional.of(event.getJsonObject("params").getJsonObject("request").getString("url"))
        : Optional.empty();
  }

  private void weighs(URI page) {
    long bytes = ((Number) browser.chromium().evaluate(WEIGHT)).longValue();
    assertThat(bytes).as("bytes of styles and scripts of %s", page).isLessThan(MOST_BYTES);
  }

  private void isAccessible(URI page) {
    browser.chromium().evaluate(axe);
    assertThat(found(false)).as("found by axe on %s", page).isEmpty();
    if (browser.scripts() == Scripts.ON) {
      isReadableInTheDark(page);
    }
  }

  /** Colours are the same with scripts and without. */
  private void isReadableInTheDark(URI page) {
    browser.chromium().theme(Theme.DARK);
    assertThat(found(true)).as("found by axe on %s in the dark", page).isEmpty();
    browser.chromium().theme(Theme.LIGHT);
  }

  private List<String> found(boolean themeOnly) {
    return new JsonArray((String) browser.chromium().evaluateLater(AXE, themeOnly))
        .stream()
            .map(JsonObject.class::cast)
            .filter(PageCheck::isSerious)
            .map(JsonObject::encode)
            .toList();
  }

  private static boolean isSerious(JsonObject violation) {
    return Set.of("serious", "critical").contains(violation.getString("impact"));
  }

  private void fits(URI page) {
    browser.chromium().size(NARROW, 800);
    Object sticksOut = browser.withScripts(() -> browser.chromium().evaluate(OVERFLOW));
    assertThat(sticksOut).as("sticks out of %s at %d pixels", page, NARROW).isEqualTo("");
    browser.chromium().usualSize();
  }

  private void takePictures(String name) {
    for (Size size : Size.values()) {
      browser.chromium().size(size.width, size.height);
      Stream.of(Theme.values()).forEach(theme -> takePicture(name + "-" + size, theme));
    }
    browser.chromium().theme(Theme.LIGHT);
    browser.chromium().usualSize();
  }

  private void takePicture(String name, Theme theme) {
    browser.chromium().theme(theme);
    try {
      Files.createDirectories(PICTURES);
      Files.write(
          PICTURES.resolve(name + "-" + theme.word() + ".png"), browser.chromium().picture());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A telephone, a tablet and a desk. */
  private enum Size {
    S(360, 800),
    M(768, 1024),
    L(1280, 900);

    private final int width;
    private final int height;

    Size(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }
}
