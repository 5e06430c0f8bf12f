package site.importer.nginx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import site.importer.Leftover;

/**
 * Who of the directives has been dealt with. What was neither carried over, nor noted, nor is known
 * to need nothing here comes to light at the end.
 */
final class Ledger {
  private final Set<Directive> done = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Leftover> leftovers = new ArrayList<>();

  /** It has been carried over. */
  void use(Directive directive) {
    done.add(directive);
  }

  boolean isDone(Directive directive) {
    return done.contains(directive);
  }

  /** It has not, or not in the same way; whatever stands in it needs no further word. */
  void note(Directive directive, String advice) {
    directive.all().forEach(done::add);
    add(directive, advice);
  }

  /** It has been carried over, but something is different from now on. */
  void remark(Directive directive, String difference) {
    done.add(directive);
    add(directive, difference);
  }

  private void add(Directive directive, String advice) {
    Leftover leftover = new Leftover(directive.place(), directive.shown(), advice);
    if (!leftovers.contains(leftover)) {
      leftovers.add(leftover);
    }
  }

  /** All notes, and one for each directive nobody has looked at. */
  List<Leftover> leftovers(List<Directive> directives) {
    directives.forEach(this::noteUnknown);
    return List.copyOf(leftovers);
  }

  private void noteUnknown(Directive directive) {
    boolean unknown = directive.is("if") || Meaning.of(directive.name()) == Meaning.UNKNOWN;
    if (unknown && !done.contains(directive)) {
      add(directive, Meaning.advice(directive.name()));
    } else {
      directive.block().forEach(this::noteUnknown);
    }
  }
}
