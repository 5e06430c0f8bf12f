package site.apps.journeys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PrintOptions;

/**
 * Debian's Chromium: how it is started, what it can be told to be, and what it logged and shows.
 */
final class Chromium implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final List<String> ARGUMENTS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--lang=en-GB",
          "--force-prefers-reduced-motion",
          "--window-size=1280,900");

  private final ChromeDriver driver;

  Chromium(Path downloads) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(PROGRAM.toFile());
    options.addArguments(ARGUMENTS);
    options.setAcceptInsecureCerts(true);
    options.setCapability("goog:loggingPrefs", logs);
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "download.default_directory",
            downloads.toString(),
            "intl.accept_languages",
            "en-GB,en"));
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
            options);
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Lets pages run scripts or not; what the tests run is run anyway. */
  void run(Scripts scripts) {
    tell("Emulation.setScriptExecutionDisabled", Map.of("value", scripts == Scripts.OFF));
  }

  /** As another browser would, knows nothing of what was before. */
  void forget() {
    tell("Network.clearBrowserCookies", Map.of());
  }

  /** Says how the page's window is from now on. */
  void size(int width, int height) {
    tell(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void usualSize() {
    tell("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  void theme(Theme theme) {
    Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", theme.word());
    tell("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  Object evaluate(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Of a script that calls its last argument when it is done. */
  Object evaluateLater(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  /** The whole page, also what is below the window's edge. */
  byte[] picture() {
    Map<String, Object> answer =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
    return Base64.getDecoder().decode((String) answer.get("data"));
  }

  /** What a printer would get. */
  byte[] print() {
    return Base64.getDecoder().decode(driver.print(new PrintOptions()).getContent());
  }

  /** What was logged since the last time. */
  List<LogEntry> logs(String type) {
    return new ArrayList<>(driver.manage().logs().get(type).getAll());
  }

  private void tell(String command, Map<String, Object> parameters) {
    driver.executeCdpCommand(command, parameters);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
