package site.importer.nginx;

import java.util.List;
import java.util.stream.Stream;
import site.importer.Place;

/**
 * One directive.
 *
 * @param args without quotes
 * @param block what stands in its braces, empty when there are none
 */
record Directive(String name, List<String> args, List<Directive> block, Place place) {
  private static final int SHOWN = 80;

  Directive(String name, List<String> args, Place place) {
    this(name, args, List.of(), place);
  }

  boolean is(String wanted) {
    return name.equals(wanted);
  }

  /** The argument at this position, or nothing as an empty text. */
  String arg(int index) {
    return index < args.size() ? args.get(index) : "";
  }

  /** All arguments with a space between them. */
  String value() {
    return String.join(" ", args);
  }

  /** The value of an argument of the form {@code name=value}. */
  java.util.Optional<String> option(String option) {
    return args.stream()
        .filter(arg -> arg.startsWith(option + "="))
        .map(arg -> arg.substring(option.length() + 1))
        .findFirst();
  }

  /** This one and all below. */
  Stream<Directive> all() {
    return Stream.concat(Stream.of(this), block.stream().flatMap(Directive::all));
  }

  /** As it was written, but on one line and shortened. */
  String shown() {
    String text = args.isEmpty() ? name : name + " " + value();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 3) + "...";
  }
}
