package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import site.Await;

/**
 * A computer from its first part to the request for a quote, and what the shop makes of it, while
 * the app is deployed again.
 */
@Tag("J6")
@ExtendWith(Journeys.class)
class PartsJourneyIT {
  private static final String BASE = "/pc-builder-app";
  private static final String ODD = "Tallin&Co Prism <&\" 16";

  private JourneySite site;
  private Browser browser;
  private PageCheck check;
  private PartsBuilder builder;
  private Scripts scripts;

  @ParameterizedTest
  @EnumSource
  @Tag("F-2")
  @Tag("F-3")
  @Tag("F-9")
  @Tag("F-12")
  void aComputerIsBuiltSharedAskedForAndAdministered(
      Scripts scripts, JourneySite site, Browser browser) throws Exception {
    this.site = site;
    this.browser = browser;
    this.scripts = scripts;
    check = new PageCheck(browser);
    builder = new PartsBuilder(browser);
    browser.begin(scripts);
    Redeploys redeploys = new Redeploys(site, "parts", BASE + "/table");

    startsToBuild();
    redeploys.next();
    seesWhatDoesNotFit();
    choosesTheRest();
    URI shared = shares();
    redeploys.next();
    isSeenByOthers(shared);
    looksAround();
    asksForAQuote(shared);
    redeploys.next();
    confirmsTheQuote();
    changesAPartAtTheSameTimeAsSomebodyElse();
    looksAtTheOrders();

    redeploys.blockingEnd();
    eachLetterWasSentOnce();
  }

  private void startsToBuild() {
    browser.open(site.uri(BASE));
    check.page("parts-start");
    browser.follow("Start building");
    check.page("parts-builder-empty");
    builder.choose("CPU", "Norrsken Aurora 5 Six");
  }

  private void seesWhatDoesNotFit() {
    assertThat(builder.options("MotherBoard")).noneMatch(board -> board.contains("Anvil 1851"));
    browser.follow("Show everything");
    builder.choose("MotherBoard", "Tallin&Co Anvil 1851");

    assertThat(builder.findings())
        .contains("This processor needs socket AM5, the board has LGA1851.");
    check.page("parts-builder-conflict");
    builder.choose("MotherBoard", "Bluefin Reef A Plus");
    assertThat(builder.findings()).doesNotContain("socket");
    browser.follow("Show only what fits");
  }

  private void choosesTheRest() {
    builder.choose("PC_Case", "Norrsken Fjell Tower");
    builder.choose("GPU", ODD);
    builder.choose("Power_Supply", "Tallin&Co Beacon 1000");
    builder.add("RAM", "Kopparit Pair 32 D5");
    builder.add("SSD", "Bluefin Dart 1T");
    builder.add("HDD", "Norrsken Barn 8");

    assertThat(builder.findings()).contains("Nothing speaks against it.");
    assertThat(browser.find(By.className("price")).getText()).isEqualTo("€2,122.00");
  }

  private URI shares() {
    browser.type("Its name", "For " + scripts.word());
    browser.press("Save");
    check.page("parts-builder");
    browser.follow("Page to share");

    assertThat(browser.heading()).isEqualTo("For " + scripts.word());
    check.page("parts-share");
    assertThat(pages(browser.chromium().print())).isOne();
    return browser.address();
  }

  private static long pages(byte[] pdf) {
    String text = new String(pdf, java.nio.charset.StandardCharsets.ISO_8859_1);
    return Pattern.compile("/Type\\s*/Page[^s]").matcher(text).results().count();
  }

  /** Who may look at it and not change it. */
  private void isSeenByOthers(URI shared) {
    browser.chromium().forget();
    browser.open(site.uri(BASE + "/main?build=" + shared.getPath().replaceAll(".*/", "")));

    assertThat(browser.address()).isEqualTo(shared);
    assertThat(browser.text()).contains(ODD, "€2,122.00");
  }

  private void looksAround() {
    browser.follow("All parts");
    check.page("parts-table");
    isCardsWhereItIsNarrow();
    filter("Type", "Graphics card");
    assertThat(browser.text()).contains("5 parts");
    filter("Show as", "cards");
    check.page("parts-cards");

    browser.follow(ODD);

    assertThat(browser.heading()).isEqualTo(ODD);
    check.page("parts-part");
  }

  private void isCardsWhereItIsNarrow() {
    browser.chromium().size(320, 800);
    awaitCells("flex");
    browser.chromium().usualSize();
    awaitCells("table-cell");
  }

  private void awaitCells(String display) {
    WebElement cell = browser.find(By.cssSelector(".parts td"));
    Await.until(() -> cell.getCssValue("display").equals(display));
  }

  private void filter(String label, String option) {
    if (scripts == Scripts.ON) {
      browser.leaveBy(() -> browser.choose(label, option));
    } else {
      browser.choose(label, option);
      browser.press("Show");
    }
  }

  private void asksForAQuote(URI shared) {
    browser.open(shared);
    browser.follow("Ask for a quote");
    check.page("parts-quote");
    browser.takeTime();
    browser.press("Send");
    assertThat(browser.text()).contains("Please tell us your name.");
    check.page("parts-quote-wrong", 422);

    browser.type("Your name", "Ada O'Neill");
    browser.type("E-mail", scripts.word() + "@example.org");
    browser.check("You may use this");
    browser.takeTime();
    browser.press("Send");

    assertThat(browser.text()).contains("Your request has arrived.");
    check.page("parts-thanks");
  }

  private void confirmsTheQuote() {
    browser.open(letter("Please confirm").link("/order/confirm"));
    check.page("parts-confirm");
    browser.press("Yes, it is mine");
    assertThat(browser.heading()).isEqualTo("Thank you");
    assertThat(letter("Your request").text()).contains(ODD, "€2,122.00");
  }

  private void changesAPartAtTheSameTimeAsSomebodyElse() {
    URI part = admin("/admin/parts/norrsken-barn-2");
    browser.open(admin("/admin"));
    check.page("parts-admin");
    browser.open(part);
    check.page("parts-admin-part");
    browser.beside(part, () -> changes("Price, EUR", scripts == Scripts.ON ? "71.00" : "72.00"));

    changes("Price, EUR", "69.00");

    assertThat(browser.heading()).isEqualTo("Somebody was faster");
    check.page("parts-admin-conflict", 409);
    browser.press("Save mine instead");
    assertThat(browser.heading()).isEqualTo("Parts");
  }

  private void changes(String label, String value) {
    browser.type(label, value);
    browser.press("Save");
  }

  private void looksAtTheOrders() {
    browser.open(admin("/order_table"));

    assertThat(browser.text()).contains("Ada O'Neill", "confirmed");
    check.page("parts-orders");
    browser.follow("Changes");
    check.page("parts-audit");
  }

  private URI admin(String path) {
    return URI.create(
        site.uri(BASE + path).toString().replace("https://", "https://" + JourneySite.ADMIN + "@"));
  }

  private void eachLetterWasSentOnce() throws Exception {
    assertThat(site.letters("parts").stream().filter(this::isOurs).map(Letter::subject))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(site.rows("parts", "SELECT id FROM mail_outbox WHERE state <> 'SENT'").size())
        .isZero();
  }

  private Letter letter(String subject) {
    return Await.first(
        () ->
            site.letters("parts").stream()
                .filter(this::isOurs)
                .filter(letter -> letter.subject().startsWith(subject))
                .findFirst(),
        () -> "no letter about " + subject + " in " + site.letters("parts"));
  }

  private boolean isOurs(Letter letter) {
    return letter.to().equals(scripts.word() + "@example.org");
  }
}
