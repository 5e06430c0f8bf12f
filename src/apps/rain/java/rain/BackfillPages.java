package rain;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.weather.Cities;

/**
 * {@code /admin/backfill}: the same as the command, for who is logged in. One order at a time is
 * worked on, behind the page, which says how far it is.
 */
final class BackfillPages {
  private static final int BODY_LIMIT = 4096;

  private final Kit kit;
  private final Backfill backfill;
  private final Cities places;
  private final Clock clock;
  private final Optional<String> adminHeader;

  /** What was said about the last order. */
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  private boolean works;

  /**
   * For one app.
   *
   * @param adminHeader the header in which the server names who is logged in; without one nobody
   *     enters
   */
  BackfillPages(
      Kit kit, Backfill backfill, Cities places, Clock clock, Optional<String> adminHeader) {
    this.kit = kit;
    this.backfill = backfill;
    this.places = places;
    this.clock = clock;
    this.adminHeader = adminHeader;
  }

  void add() {
    kit.get("/admin/backfill", ctx -> show(ctx, Form.empty()));
    kit.post("/admin/backfill", BODY_LIMIT, this::ordered);
  }

  private Future<Void> show(RoutingContext ctx, Form form) {
    checkAdmin(ctx);
    return kit.pages()
        .show(ctx, "backfill", Map.of("form", form, "said", List.copyOf(said), "works", works));
  }

  private void checkAdmin(RoutingContext ctx) {
    String user = adminHeader.map(name -> ctx.request().getHeader(name)).orElse("");
    if (user.isBlank()) {
      throw new Failure(403, "nobody is logged in");
    }
  }

  private Future<Void> ordered(RoutingContext ctx) {
    checkAdmin(ctx);
    Form form = kit.forms().read(ctx);
    if (works) {
      throw new Failure(409, "an order is being worked on");
    }
    try {
      begin(Order.of(words(form), places, clock.instant()));
    } catch (IllegalArgumentException wrong) {
      form.wrong("slug", "backfill.wrong", wrong.getMessage());
      ctx.response().setStatusCode(422);
      return show(ctx, form);
    }
    return kit.seeOther(ctx, "/admin/backfill");
  }

  private static Map<String, String> words(Form form) {
    Map<String, String> words = new HashMap<>();
    words.put("place", form.text("slug"));
    Map.of("from", "from", "to", "to", "maxCalls", "max-calls", "by", "by")
        .forEach(
            (field, word) -> {
              if (!form.text(field).isEmpty()) {
                words.put(word, form.text(field));
              }
            });
    return words;
  }

  private void begin(Order order) {
    works = true;
    said.clear();
    backfill
        .run(order, said::add, () -> false)
        .onFailure(failure -> said.add(String.valueOf(failure.getMessage())))
        .onComplete(ended -> works = false);
  }
}
