package site.apps.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Await;
import site.apps.Visitor;

/**
 * What becomes of a request for a quote where the settings say who is told and how long it stays.
 */
class QuotesTest {
  private static final String SETTINGS = ", quote-days: 30, shop-mail: shop@example.org";

  @TempDir static Path home;
  private static PartsSite site;

  @BeforeAll
  static void start() throws Exception {
    site = PartsSite.start(home, SETTINGS);
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Test
  @Tag("K10")
  void theShopIsToldOnceTheAddressIsConfirmedAndNotBefore() throws Exception {
    Visitor visitor = site.visitor();
    String ref = ask(visitor, "ada@example.org");
    String asksBack = awaitLetter("ada@example.org", "Please confirm your request " + ref);
    assertThat(letters()).noneMatch(letter -> letter.startsWith("To: shop@example.org"));

    confirm(visitor, ref, asksBack);

    assertThat(awaitLetter("shop@example.org", "New request " + ref))
        .contains("1 × Norrsken Aurora 5 Six", "€189.00")
        .endsWith("/pc-builder-app/order_table");
    awaitLetter("ada@example.org", "Your request " + ref);
    assertThat(letters()).filteredOn(letter -> letter.contains(ref)).hasSize(3);
  }

  @Test
  @Tag("K15")
  void whatWasAskedForLongerAgoThanTheSettingSaysIsForgottenWithItsAddress() throws Exception {
    String old = ask(site.visitor(), "old@example.org");
    String recent = ask(site.visitor(), "recent@example.org");
    site.sql(aged(old, 31), aged(recent, 29));

    site.redeploy(SETTINGS + ", another: revision");

    Await.until(() -> !orders().contains(old));
    assertThat(orders()).contains(recent, "recent@example.org").doesNotContain("old@example.org");
  }

  private static String aged(String ref, int days) {
    return "UPDATE quote SET created_at = created_at - %d * 86400000 WHERE ref = '%s'"
        .formatted(days, ref);
  }

  private static String orders() {
    try {
      return site.admin().get("order_table").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks for a quote of one processor; gives its reference. */
  private static String ask(Visitor visitor, String mail) throws Exception {
    visitor.get("main");
    HttpResponse<String> chosen =
        visitor.post("builds/new/items", Map.of("part", "norrsken-aurora-5-six"));
    String build = location(chosen).replaceAll(".*build=", "");
    visitor.get("order?build=" + build);
    Map<String, String> form = Map.of("build", build, "name", "Ada", "mail", mail, "consent", "on");
    return Await.first(() -> asked(visitor, form), () -> "never taken");
  }

  /** Empty for as long as nobody could have filled in the form. */
  private static Optional<String> asked(Visitor visitor, Map<String, String> form) {
    try {
      HttpResponse<String> answer = visitor.post("order", form);
      return answer.statusCode() == 303
          ? Optional.of(location(answer).replaceAll(".*ref=", ""))
          : Optional.empty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void confirm(Visitor visitor, String ref, String letter) throws Exception {
    String link = letter.replaceAll("(?s).*\n", "");
    visitor.get(link);
    String token = link.replaceAll(".*token=", "");
    assertThat(visitor.post("order/confirm", Map.of("ref", ref, "token", token)).statusCode())
        .isEqualTo(303);
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElseThrow();
  }

  private static String awaitLetter(String to, String subject) {
    String head = "To: " + to + "\nSubject: " + subject + "\n";
    return Await.first(
        () -> letters().stream().filter(letter -> letter.startsWith(head)).findFirst(),
        () -> subject);
  }

  /** As people read them, without the line break at the end. */
  private static List<String> letters() {
    try (Stream<Path> files = Files.list(home.resolve("data/outbox/parts"))) {
      return files.filter(f -> f.toString().endsWith(".txt")).map(QuotesTest::read).toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path letter) {
    try {
      return Files.readString(letter).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
