package site.importer.nginx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directives of a block and of the blocks around it, innermost first. nginx inherits a
 * directive from outside only where the inner block has none of the same name.
 */
record Scope(Scope outer, List<Directive> own, Ledger ledger) {
  static Scope outermost(List<Directive> own, Ledger ledger) {
    return new Scope(null, own, ledger);
  }

  Scope within(List<Directive> block) {
    return new Scope(this, block, ledger);
  }

  /** Whether it is the very same block; two may have the same directives. */
  @SuppressWarnings("ReferenceEquality")
  boolean is(Scope other) {
    return this == other;
  }

  /** This block alone. */
  Scope alone() {
    return new Scope(null, own, ledger);
  }

  /** This block and those around it, without {@code end} and what is around that. */
  Scope upTo(Scope end) {
    return new Scope(outer == null || outer.is(end) ? null : outer.upTo(end), own, ledger);
  }

  /** The directives of that name that hold here. */
  List<Directive> all(String name) {
    List<Directive> here = here(name);
    return here.isEmpty() && outer != null ? outer.all(name) : here;
  }

  /** Those of this block alone. */
  List<Directive> here(String name) {
    List<Directive> found = own.stream().filter(directive -> directive.is(name)).toList();
    found.forEach(ledger::use);
    return found;
  }

  Optional<Directive> find(String name) {
    return all(name).stream().reduce((first, last) -> last);
  }

  Optional<String> value(String name) {
    return find(name).map(Directive::value);
  }

  /** The first of these names that holds here. */
  Optional<Directive> findFirst(String... names) {
    return Stream.of(names).flatMap(name -> find(name).stream()).findFirst();
  }
}
