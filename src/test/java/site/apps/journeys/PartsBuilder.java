package site.apps.journeys;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import site.Await;

/** The page on which a computer is put together, with scripts or without. */
final class PartsBuilder {
  private final Browser browser;

  PartsBuilder(Browser browser) {
    this.browser = browser;
  }

  /** Instead of what there was of this type. */
  void choose(String type, String part) {
    pick(type, part, "Choose");
    Await.until(() -> chosen(type).startsWith(part));
  }

  private String chosen(String type) {
    String script = "return document.querySelector('#part-" + type + " [selected]')?.text ?? ''";
    return (String) browser.chromium().evaluate(script);
  }

  /** Of what there may be several. */
  void add(String type, String part) {
    pick(type, part, "Add");
    if (browser.scripts() == Scripts.ON) {
      list(type).findElement(By.xpath("ancestor::form//button")).click();
    }
    Await.until(() -> browser.text().contains("Remove") && isChosen(part));
  }

  private boolean isChosen(String part) {
    return !browser.all(By.linkText(part)).isEmpty();
  }

  /** A script sends at once what is chosen where one replaces the other. */
  private void pick(String type, String part, String button) {
    WebElement list = list(type);
    WebElement option =
        list.findElements(By.tagName("option")).stream()
            .filter(candidate -> candidate.getText().startsWith(part + " ·"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(part + " is not offered: " + options(type)));
    option.click();
    if (browser.scripts() == Scripts.OFF) {
      WebElement form = list.findElement(By.xpath("ancestor::form"));
      browser.leaveBy(
          form.findElement(By.xpath(".//button[normalize-space()='" + button + "']"))::click);
    }
  }

  private WebElement list(String type) {
    return browser.find(By.id("part-" + type));
  }

  /** What is offered. */
  List<String> options(String type) {
    return list(type).findElements(By.tagName("option")).stream().map(WebElement::getText).toList();
  }

  /** What the rules say. */
  String findings() {
    return browser.find(By.id("findings")).getText();
  }
}
