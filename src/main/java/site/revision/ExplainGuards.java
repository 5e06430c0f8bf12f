package site.revision;

import java.util.ArrayList;
import java.util.List;
import site.config.GuardsConfig;
import site.config.LimitConfig;

/** What would be said to a request by what it has to pass. */
final class ExplainGuards {
  private final Explain.Question question;
  private final List<Explain.Line> lines = new ArrayList<>();
  private boolean passes = true;

  private ExplainGuards(Explain.Question question) {
    this.question = question;
  }

  /** The findings, and whether the request gets through. */
  record Findings(List<Explain.Line> lines, boolean passes) {}

  static Findings of(GuardsConfig guards, Explain.Question question) {
    ExplainGuards explain = new ExplainGuards(question);
    guards.limit().ifPresent(explain::limit);
    return new Findings(explain.lines, explain.passes);
  }

  private void limit(LimitConfig limit) {
    String often =
        limit
            .rate()
            .map(
                rate ->
                    rate.rate().count()
                        + " in "
                        + rate.rate().per().toSeconds()
                        + " s, "
                        + rate.size()
                        + " at once; ")
            .orElse("");
    boolean byClient = limit.key().kind() == LimitConfig.Kind.CLIENT;
    String who = byClient ? " " + question.client().getHostAddress() : "";
    String together = limit.connections().map(most -> most + " at a time; ").orElse("");
    say("limit", often + together + "by " + limit.key() + who + " (" + limit.name() + ")");
  }

  private void say(String subject, String finding) {
    lines.add(new Explain.Line(subject, finding));
  }
}
