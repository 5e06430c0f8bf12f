package kit;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;

/**
 * Knows whether a form comes from a page of ours (K8): the browser holds a random cookie, the form
 * its signature, and no other origin can read either. Public forms also tell people from programs,
 * by a field people do not see and by the time they take.
 */
public final class Forms {
  static final String TOKEN = "csrf";
  static final String HONEYPOT = "website";
  static final String SHOWN = "shown";

  private static final String COOKIE = "form";
  private static final Duration COOKIE_AGE = Duration.ofDays(1);
  private static final Duration FASTEST = Duration.ofSeconds(2);

  private final Signer signer;
  private final Tokens tokens;
  private final Clock clock;

  Forms(Signer signer, Tokens tokens, Clock clock) {
    this.signer = signer;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What a form of this browser must bring; gives the browser its cookie. */
  String token(RoutingContext ctx) {
    String id = Cookies.read(ctx, COOKIE).filter(text -> text.length() == 22).orElse(null);
    if (id == null) {
      id = tokens.next();
      Cookies.write(ctx, COOKIE, id, COOKIE_AGE);
    }
    return signer.sign(TOKEN, id);
  }

  /** The signed moment a form is shown. */
  String shown() {
    String now = Long.toString(clock.millis());
    return now + "." + signer.sign(SHOWN, now);
  }

  /** The fields sent with a POST of our own page; fails with 403 otherwise. */
  public Form read(RoutingContext ctx) {
    Form form = Form.of(fields(ctx));
    String id = Cookies.read(ctx, COOKIE).orElse("");
    if (!signer.isSigned(TOKEN, id, form.text(TOKEN))) {
      throw new Failure(403, "a form without the token of its page");
    }
    return form;
  }

  /**
   * As {@link #read}, for a form everybody may fill in; what a program filled in fails with 422.
   */
  public Form readFromPerson(RoutingContext ctx) {
    Form form = read(ctx);
    if (!form.text(HONEYPOT).isEmpty() || wasTooFast(form.text(SHOWN))) {
      throw new Failure(422, "a form filled in by a program");
    }
    return form;
  }

  private boolean wasTooFast(String shown) {
    int dot = shown.indexOf('.');
    if (dot < 1 || !signer.isSigned(SHOWN, shown.substring(0, dot), shown.substring(dot + 1))) {
      return true;
    }
    return clock.millis() - Long.parseLong(shown.substring(0, dot)) < FASTEST.toMillis();
  }

  private static MultiMap fields(RoutingContext ctx) {
    String type = ctx.request().getHeader("content-type");
    if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
      throw new Failure(415, "not a form: " + type);
    }
    return ctx.request().formAttributes();
  }
}
