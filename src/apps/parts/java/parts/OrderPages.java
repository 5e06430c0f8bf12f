package parts;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import kit.EmailAddress;
import kit.Failure;
import kit.Form;
import kit.Kit;

/** Asking for a quote. The price is ours alone: what a browser says about it is not read. */
final class OrderPages {
  private static final int BODY = 16 * 1024;

  private final Kit kit;
  private final Parts parts;
  private final Builds builds;
  private final Quotes quotes;

  OrderPages(Kit kit, Parts parts, Builds builds, Quotes quotes) {
    this.kit = kit;
    this.parts = parts;
    this.builds = builds;
    this.quotes = quotes;
  }

  void mount() {
    kit.get("/order", this::ask);
    kit.post("/order", BODY, this::asked);
    kit.get("/order_message", this::thanks);
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
              return quotes
                  .ask(
                      build, form.text("name"), mail.orElseThrow(), form.lines("note"), client(ctx))
                  .compose(ref -> kit.seeOther(ctx, "/order_message?ref=" + ref));
            });
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
