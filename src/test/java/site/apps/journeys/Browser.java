package site.apps.journeys;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PrintOptions;
import site.Await;

/**
 * Debian's Chromium in the hands of somebody who reads pages: finds things by what is written on
 * them. Knows nothing of what pages must be like, see {@link PageCheck}.
 */
final class Browser implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final Duration READING = Duration.ofSeconds(2);
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
  private Scripts scripts = Scripts.ON;
  private long shown;

  Browser(Path downloads) {
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

  /** Somebody new: no cookies, and scripts or none. */
  void begin(Scripts scripts) {
    this.scripts = scripts;
    forget();
    setScripts();
    logs(LogType.BROWSER);
    logs(LogType.PERFORMANCE);
  }

  /** As another browser would, knows nothing of what was before. */
  void forget() {
    tell("Network.clearBrowserCookies", Map.of());
  }

  Scripts scripts() {
    return scripts;
  }

  /** Runs even where pages may not run any. */
  private void setScripts() {
    tell("Emulation.setScriptExecutionDisabled", Map.of("value", scripts == Scripts.OFF));
  }

  /** Does something on the page of which scripts would be the means, were they on. */
  <T> T withScripts(Supplier<T> what) {
    tell("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    try {
      return what.get();
    } finally {
      setScripts();
    }
  }

  void open(URI page) {
    driver.get(page.toString());
    shown = System.nanoTime();
  }

  /** Looks at the form for as long as people do at least (K8). */
  void takeTime() {
    Await.until(() -> System.nanoTime() - shown > READING.toNanos());
  }

  /** Opens a page beside this one, does something there, and comes back. */
  void beside(URI page, Runnable what) {
    String here = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    try {
      setScripts();
      open(page);
      what.run();
    } finally {
      driver.close();
      driver.switchTo().window(here);
    }
  }

  URI address() {
    return URI.create(driver.getCurrentUrl());
  }

  String heading() {
    return find(By.tagName("h1")).getText();
  }

  /** All that is written on the page. */
  String text() {
    return find(By.tagName("body")).getText();
  }

  /** Waits until it is written somewhere on the page. */
  void awaitText(String expected) {
    Await.until(() -> fresh(this::text).contains(expected), () -> expected + " in\n" + text());
  }

  private String fresh(Supplier<String> read) {
    try {
      return read.get();
    } catch (WebDriverException changing) {
      return "";
    }
  }

  WebElement find(By what) {
    return driver.findElement(what);
  }

  List<WebElement> all(By what) {
    return driver.findElements(what);
  }

  /** The field below this label. */
  WebElement field(String label) {
    WebElement found = find(By.xpath("//label[starts-with(normalize-space(), '" + label + "')]"));
    String target = found.getDomAttribute("for");
    return target == null ? found.findElement(By.xpath(".//input")) : find(By.id(target));
  }

  /** Instead of what the field had. */
  void type(String label, String text) {
    WebElement field = field(label);
    field.clear();
    field.sendKeys(text);
  }

  /** Ticks the box or picks the button with this label. */
  void check(String label) {
    field(label).click();
  }

  void choose(String label, String option) {
    field(label).findElement(By.xpath("./option[normalize-space()='" + option + "']")).click();
  }

  /** Sends a form by its button, and waits for the next page. */
  void press(String button) {
    leaveBy(button(button)::click);
  }

  WebElement button(String text) {
    return find(By.xpath("//button[normalize-space()='" + text + "']"));
  }

  /** Goes where a link leads. */
  void follow(String link) {
    leaveBy(link(link)::click);
  }

  WebElement link(String text) {
    return find(By.xpath("//a[normalize-space()='" + text + "']"));
  }

  /** Does what leads to another page, and returns when that is there. */
  void leaveBy(Runnable step) {
    WebElement page = find(By.tagName("html"));
    step.run();
    Await.until(() -> isGone(page) && isWhole());
    shown = System.nanoTime();
  }

  /** The driver waits by itself only where scripts may run, and has many words for a page's end. */
  private static boolean isGone(WebElement element) {
    try {
      element.getTagName();
      return false;
    } catch (WebDriverException gone) {
      return true;
    }
  }

  private boolean isWhole() {
    try {
      return evaluate("return document.readyState").equals("complete");
    } catch (WebDriverException changing) {
      return false;
    }
  }

  void key(CharSequence keys) {
    focused().sendKeys(keys);
  }

  /** Moves with the tabulator until the focus is on it; fails when it never is. */
  void tabTo(By what) {
    WebElement wanted = find(what);
    for (int i = 0; i < 60; i++) {
      key(Keys.TAB);
      if (focused().equals(wanted)) {
        return;
      }
    }
    throw new AssertionError("the tabulator does not lead to " + what);
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
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
