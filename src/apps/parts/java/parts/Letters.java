package parts;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kit.Kit;
import kit.Page;
import kit.mail.Letter;

/** What is written about a request for a quote: to who asked, and to the shop. */
final class Letters {
  static final Duration CONFIRMABLE = Duration.ofHours(24);

  private static final Duration USEFUL = Duration.ofDays(3);

  private final Kit kit;
  private final Clock clock;

  Letters(Kit kit, Clock clock) {
    this.kit = kit;
    this.clock = clock;
  }

  /** Asks whether the address is theirs; all else is written only after their yes. */
  Letter confirm(RoutingContext ctx, String ref, String to, String link) {
    Page page = kit.pages().page(ctx);
    List<String> lines =
        List.of(page.text("mail.confirm.text", ref), page.text("mail.confirm.ignore"));
    return letter(
        ctx, "confirm|" + ref, true, to, page.text("mail.confirm.subject", ref), lines, link);
  }

  /** What they asked for, with the prices of that moment. */
  Letter copy(RoutingContext ctx, Quote quote) {
    Page page = kit.pages().page(ctx);
    String link = page.absoluteUrl("/builds/" + quote.buildCode());
    return letter(
        ctx,
        "copy|" + quote.ref(),
        false,
        quote.mail(),
        page.text("mail.copy.subject", quote.ref()),
        lines(page, quote),
        link);
  }

  Letter shop(RoutingContext ctx, Quote quote, String shop) {
    Page page = kit.pages().page(ctx);
    String link = page.absoluteUrl("/order_table");
    return letter(
        ctx,
        "shop|" + quote.ref(),
        false,
        shop,
        page.text("mail.shop.subject", quote.ref()),
        lines(page, quote),
        link);
  }

  private static List<String> lines(Page page, Quote quote) {
    Stream<String> parts =
        quote.snapshot().stream()
            .map(JsonObject.class::cast)
            .map(
                line ->
                    page.text(
                        "mail.line",
                        line.getInteger("quantity"),
                        line.getString("name"),
                        page.money(line.getLong("price_cents"), quote.currency())));
    String total = page.text("mail.total", page.money(quote.totalCents(), quote.currency()));
    return Stream.of(Stream.of(page.text("mail.copy.text", quote.ref())), parts, Stream.of(total))
        .flatMap(each -> each)
        .toList();
  }

  private Letter letter(
      RoutingContext ctx,
      String key,
      boolean urgent,
      String to,
      String subject,
      List<String> lines,
      String link) {
    String text = String.join("\n\n", lines) + "\n\n" + link + "\n";
    String html = kit.pages().html(ctx, "mail", Map.of("lines", lines, "link", link));
    return new Letter(
        key, urgent, to, subject, text, html, List.of(), Map.of(), clock.instant().plus(USEFUL));
  }
}
