package site.apps.journeys;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import site.Await;

/**
 * {@link Chromium} in the hands of somebody who reads pages: finds things by what is written on
 * them. Knows nothing of what pages must be like, see {@link PageCheck}.
 */
final class Browser implements AutoCloseable {
  private static final Duration READING = Duration.ofSeconds(2);

  private final Chromium chromium;
  private final ChromeDriver driver;
  private Scripts scripts = Scripts.ON;
  private long shown;

  Browser(Chromium chromium) {
    this.chromium = chromium;
    this.driver = chromium.driver();
  }

  /** Somebody new: no cookies, and scripts or none. */
  void begin(Scripts scripts) {
    this.scripts = scripts;
    chromium.forget();
    chromium.run(scripts);
    chromium.logs(LogType.BROWSER);
    chromium.logs(LogType.PERFORMANCE);
  }

  /** The program itself, for what people do not do. */
  Chromium chromium() {
    return chromium;
  }

  Scripts scripts() {
    return scripts;
  }

  /** Does something on the page of which scripts would be the means, were they on. */
  <T> T withScripts(Supplier<T> what) {
    chromium.run(Scripts.ON);
    try {
      return what.get();
    } finally {
      chromium.run(scripts);
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
      chromium.run(scripts);
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
      return chromium.evaluate("return document.readyState").equals("complete");
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

  @Override
  public void close() {
    chromium.close();
  }
}
