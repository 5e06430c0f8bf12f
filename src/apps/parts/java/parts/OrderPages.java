package parts;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import kit.EmailAddress;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.Sql;
import kit.Tokens;
import kit.mail.Outbox;

/** Asking for a quote. The price is ours alone: what a browser says about it is not read. */
final class OrderPages {
  private static final int BODY = 16 * 1024;

  private final Kit kit;
  private final Parts parts;
  private final Builds builds;
  private final Quotes quotes;
  private final Letters letters;
  private final Outbox outbox;
  private final Optional<String> shop;
  private final Tokens tokens = new Tokens();

  /**
   * @param shop who is told of requests; may be empty
   */
  OrderPages(
      Kit kit,
      Parts parts,
      Builds builds,
      Quotes quotes,
      Letters letters,
      Outbox outbox,
      Optional<String> shop) {
    this.kit = kit;
    this.parts = parts;
    this.builds = builds;
    this.quotes = quotes;
    this.letters = letters;
    this.outbox = outbox;
    this.shop = shop;
  }

  void mount() {
    kit.get("/order", this::ask);
    kit.post("/order", BODY, this::asked);
    kit.get("/order_message", this::thanks);
    kit.get("/order/confirm", this::confirm);
    kit.post("/order/confirm", BODY, this::confirmed);
  }

  private Future<?> ask(RoutingContext ctx) {
    String code =
        Optional.ofNullable(ctx.queryParams().get("build")).or(() -> builds.mine(ctx)).orElse("");
    return code.matches(Builds.CODE)
        ? build(code).compose(build -> show(ctx, build, Form.empty()))
        : kit.seeOther(ctx, "/main");
  }

  private Future<Void> show(RoutingContext ctx, Build build, Form form) {
    return kit.pages()
        .show(ctx, "order", Map.of("build", build, "form", form, "findings", Rules.check(build)));
  }

  private Future<?> asked(RoutingContext ctx) {
    Form form = kit.forms().readFromPerson(ctx);
    Optional<EmailAddress> mail = EmailAddress.of(form.text("mail"));
    check(form, mail);
    return build(form.text("build"))
        .compose(
            build -> {
              if (build.items().isEmpty()) {
                form.wrong("name", "order.problem.empty");
              }
              if (!form.isRight()) {
                ctx.response().setStatusCode(422);
                return show(ctx, build, form);
              }
              return keep(ctx, build, form, mail.orElseThrow());
            });
  }

  /** The request and the letter about it, or neither. */
  private Future<Void> keep(RoutingContext ctx, Build build, Form form, EmailAddress mail) {
    String ref = quotes.nextRef();
    String token = tokens.next();
    String link =
        kit.pages().page(ctx).absoluteUrl("/order/confirm?ref=" + ref + "&token=" + token);
    return kit.database()
        .transaction(
            sql ->
                quotes
                    .keep(sql, ref, build, form, mail, token, client(ctx))
                    .compose(v -> outbox.put(sql, letters.confirm(ctx, ref, mail.address(), link))))
        .onSuccess(v -> kit.counters().count("quotes"))
        .compose(v -> kit.seeOther(ctx, "/order_message?ref=" + ref));
  }

  /** Programs that scan mail open its links, so the link alone changes nothing. */
  private Future<?> confirm(RoutingContext ctx) {
    String ref = String.valueOf(ctx.queryParams().get("ref"));
    String token = String.valueOf(ctx.queryParams().get("token"));
    return kit.pages().show(ctx, "confirm", Map.of("ref", ref, "token", token));
  }

  private Future<?> confirmed(RoutingContext ctx) {
    Form form = kit.forms().read(ctx);
    String ref = form.text("ref");
    return kit.database()
        .transaction(
            sql ->
                quotes
                    .confirm(sql, ref, form.text("token"))
                    .map(quote -> quote.orElseThrow(() -> new Failure(410, "no such link")))
                    .compose(quote -> write(ctx, sql, quote)))
        .onSuccess(v -> kit.counters().count("quotes_confirmed"))
        .compose(v -> kit.seeOther(ctx, "/order_message?ref=" + ref));
  }

  private Future<Boolean> write(RoutingContext ctx, Sql sql, Quote quote) {
    Future<Boolean> copied = outbox.put(sql, letters.copy(ctx, quote));
    return shop.isEmpty()
        ? copied
        : copied.compose(v -> outbox.put(sql, letters.shop(ctx, quote, shop.get())));
  }

  private static void check(Form form, Optional<EmailAddress> mail) {
    String name = form.text("name");
    if (name.isEmpty() || name.length() > 150) {
      form.wrong("name", "order.problem.name");
    }
    if (mail.isEmpty()) {
      form.wrong("mail", "order.problem.mail");
    }
    if (form.lines("note").length() > 1000) {
      form.wrong("note", "order.problem.note", 1000);
    }
    if (!form.isChecked("consent")) {
      form.wrong("consent", "order.problem.consent");
    }
  }

  private Future<?> thanks(RoutingContext ctx) {
    String ref = String.valueOf(ctx.queryParams().get("ref"));
    if (!ref.matches(Quotes.REF)) {
      throw new Failure(404, "no reference");
    }
    return kit.pages().show(ctx, "thanks", Map.of("ref", ref));
  }

  private Future<Build> build(String code) {
    return parts.catalogue().compose(catalogue -> builds.find(code, catalogue));
  }

  private static String client(RoutingContext ctx) {
    return String.valueOf(ctx.request().remoteAddress().hostAddress());
  }
}
