package site.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import site.config.AuthConfig;
import site.config.CorsConfig;
import site.config.CsrfConfig;
import site.config.GuardsConfig;
import site.config.LimitConfig;
import site.config.MaintenanceConfig;
import site.config.Network;
import site.middleware.Cors;
import site.middleware.CrossOrigin;

/** What would be said to a request by what it has to pass. */
final class ExplainGuards {
  private final Explain.Question question;
  private final List<Explain.Line> lines = new ArrayList<>();
  private OptionalInt refusal = OptionalInt.empty();

  private ExplainGuards(Explain.Question question) {
    this.question = question;
  }

  /** The findings, and the status of who does not get through. */
  record Findings(List<Explain.Line> lines, OptionalInt refusal) {}

  static Findings of(GuardsConfig guards, Explain.Question question) {
    ExplainGuards explain = new ExplainGuards(question);
    guards.maintenance().ifPresent(explain::maintenance);
    if (explain.refusal.isPresent()) {
      return new Findings(explain.lines, explain.refusal);
    }
    guards.cors().ifPresent(explain::cors);
    if (explain.refusal.isPresent()) {
      return new Findings(explain.lines, explain.refusal);
    }
    guards.limit().ifPresent(explain::limit);
    guards.csrf().ifPresent(explain::csrf);
    guards.auth().ifPresent(explain::auth);
    guards.bodyLimit().ifPresent(explain::bodyLimit);
    guards.timeout().ifPresent(time -> explain.say("timeout", time.toMillis() + " ms"));
    return new Findings(explain.lines, explain.refusal);
  }

  private void maintenance(MaintenanceConfig config) {
    if (Network.anyContains(config.allow(), question.client())) {
      say("maintenance", question.client().getHostAddress() + " gets in");
    } else if (config.file().isPresent()) {
      say("maintenance", "503 while there is " + config.file().get());
    } else {
      refuse(503);
      say("maintenance", "503");
    }
  }

  private void cors(CorsConfig config) {
    String origin = question.headers().get("origin");
    boolean allowed = new Cors(config).allows(origin);
    if (Cors.isPreflight(question.method(), question.headers())) {
      refusal = OptionalInt.of(allowed ? 204 : 403);
      say("cors", allowed ? "204, a preflight of " + origin : "403, " + origin + " may not");
    } else if (origin != null) {
      say("cors", origin + (allowed ? " may read the answer" : " may not read the answer"));
    }
  }

  private void csrf(CsrfConfig config) {
    boolean permits =
        new CrossOrigin(config.origins())
            .permits(question.method(), question.headers(), question.authority());
    if (!permits) {
      refuse(403);
    }
    say("csrf", permits ? "passes" : "403, sent by a page of another origin");
  }

  private void limit(LimitConfig limit) {
    String often =
        limit.rates().stream()
            .map(
                rate ->
                    rate.rate().count()
                        + " in "
                        + rate.rate().per().toSeconds()
                        + " s, "
                        + rate.size()
                        + " at once; ")
            .collect(Collectors.joining());
    boolean byClient = limit.key().kind() == LimitConfig.Kind.CLIENT;
    String who = byClient ? " " + question.client().getHostAddress() : "";
    String together = limit.connections().map(most -> most + " at a time; ").orElse("");
    say("limit", often + together + "by " + limit.key() + who + " (" + limit.name() + ")");
  }

  private void auth(AuthConfig auth) {
    if (auth.method() instanceof AuthConfig.Basic basic) {
      say("auth", "basic, " + basic.users().size() + " users; 401 without name and password");
      if (!question.headers().contains("authorization")) {
        refuse(401);
      }
    }
    if (auth.method() instanceof AuthConfig.Forward forward) {
      say("auth", "asks " + forward.url());
    }
    if (auth.method() instanceof AuthConfig.Jwt jwt) {
      say("auth", "bearer token of " + jwt.issuer() + "; 401 without");
      if (!question.headers().contains("authorization")) {
        refuse(401);
      }
      jwt.headers().forEach((header, claim) -> say("request", header + ": the claim " + claim));
    }
    if (auth.method() instanceof AuthConfig.Oidc oidc) {
      say("auth", "login at " + oidc.issuer() + "; without 302 for pages, else 401");
      oidc.headers().forEach((header, claim) -> say("request", header + ": the claim " + claim));
    }
    auth.userHeader().ifPresent(header -> say("request", header + ": the user"));
  }

  private void bodyLimit(long most) {
    String length = question.headers().get("content-length");
    if (length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > most) {
      refuse(413);
      say("body-limit", "413, " + length + " bytes are more than " + most);
    } else {
      say("body-limit", most + " bytes");
    }
  }

  /** The first who refuses has the word. */
  private void refuse(int status) {
    refusal = refusal.isPresent() ? refusal : OptionalInt.of(status);
  }

  private void say(String subject, String finding) {
    lines.add(new Explain.Line(subject, finding));
  }
}
