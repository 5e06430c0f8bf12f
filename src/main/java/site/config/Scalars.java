package site.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;

/** The kinds of plain values the file format is made of. Those that name files: {@link Paths}. */
final class Scalars {
  private static final Map<String, Object> STRING = Map.of("type", "string");
  private static final Map<String, String> BOOLEANS =
      Map.of(
          "yes", "true", "on", "true", "no", "false", "off", "false", "True", "true", "False",
          "false", "TRUE", "true", "FALSE", "false");

  /** The name of a variable, in whose place its value is read. */
  static final Scalar VARIABLE = text("the name of an environment variable");

  private Scalars() {}

  /** Any text. */
  static Scalar text(String expectation) {
    return new Scalar(
        expectation,
        (text, home) -> new Reading.Value(text),
        Map.of("type", List.of("string", "number", "boolean")));
  }

  /** A text that passes a test. */
  static Scalar textThat(String expectation, Predicate<String> test) {
    return parsed(expectation, text -> Optional.of(text).filter(test));
  }

  /** A text that means something. */
  static Scalar parsed(String expectation, Function<String, Optional<?>> parser) {
    return new Scalar(expectation, (text, home) -> Reading.of(parser.apply(text)), STRING);
  }

  static Scalar bool() {
    return new Scalar(
        "true or false",
        (text, home) ->
            text.equals("true") || text.equals("false")
                ? new Reading.Value(Boolean.valueOf(text))
                : new Reading.Wrong("", BOOLEANS.getOrDefault(text, "")),
        Map.of("type", "boolean"));
  }

  /** What a route says to be without something its site has. */
  static Scalar off() {
    return new Scalar(
        "false",
        (text, home) -> text.equals("false") ? new Reading.Value(false) : Reading.WRONG,
        Map.of("const", false));
  }

  /** A value, or to be without the one the site has. */
  static Scalar orOff(Scalar scalar) {
    return new Scalar(
        scalar.expectation() + ", or false",
        (text, home) ->
            text.equals("false") ? new Reading.Value(false) : scalar.parser().read(text, home),
        Map.of("anyOf", List.of(Map.of("const", false), scalar.schema())));
  }

  static Scalar integer(int least, int most) {
    return new Scalar(
        "a number from " + least + " to " + most,
        (text, home) ->
            Reading.of(number(text).filter(n -> n >= least && n <= most).map(Math::toIntExact)),
        Map.of("type", "integer", "minimum", least, "maximum", most));
  }

  /** A part of one, such as {@code 0.1}. */
  static Scalar fraction() {
    return new Scalar(
        "a fraction from 0 to 1",
        (text, home) ->
            text.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?")
                ? new Reading.Value(Double.valueOf(text))
                : Reading.WRONG,
        Map.of("type", "number", "minimum", 0, "maximum", 1));
  }

  static Scalar percent() {
    return withPattern("a percentage such as 10%", "^(100|[0-9]{1,2}(\\.[0-9]{1,3})?)%$");
  }

  static Scalar duration(String least, String most) {
    Duration low = Units.duration(least).orElseThrow();
    Duration high = Units.duration(most).orElseThrow();
    return new Scalar(
        "a duration from " + least + " to " + most,
        (text, home) ->
            Units.duration(text)
                .map(
                    d ->
                        d.compareTo(low) < 0 || d.compareTo(high) > 0
                            ? Reading.WRONG
                            : new Reading.Value(d))
                .orElseGet(() -> new Reading.Wrong("", Units.nearestDuration(text))),
        Map.of("type", "string", "pattern", "^[0-9]{1,12}(ms|s|m|h|d)$"));
  }

  static Scalar size(String least, String most) {
    long low = Units.size(least).orElseThrow();
    long high = Units.size(most).orElseThrow();
    return new Scalar(
        "a size from " + least + " to " + most,
        (text, home) ->
            Units.size(text)
                .map(n -> n < low || n > high ? Reading.WRONG : new Reading.Value(n))
                .orElseGet(() -> new Reading.Wrong("", Units.nearestSize(text))),
        Map.of("type", "string", "pattern", "^[0-9]{1,12}(B|KiB|MiB|GiB|TiB)$"));
  }

  static Scalar rate() {
    return new Scalar(
        "a rate such as 50/h or 10/s",
        (text, home) -> Reading.of(Units.rate(text)),
        Map.of("type", "string", "pattern", "^[0-9]{1,12}/[smhd]$"));
  }

  static Scalar byteRate() {
    return new Scalar(
        "a size per second such as 240B/s",
        (text, home) -> Reading.of(Units.byteRate(text)),
        Map.of("type", "string", "pattern", "^[0-9]{1,12}(B|KiB|MiB|GiB|TiB)/s$"));
  }

  static Scalar network() {
    return new Scalar(
        "an IP address or a network such as 10.0.0.0/8, no bits set behind the prefix",
        (text, home) -> Reading.of(Network.parse(text)),
        STRING);
  }

  static Scalar host() {
    return new Scalar(
        HostName.EXPECTATION,
        (text, home) ->
            HostName.canonical(text)
                .<Reading>map(Reading.Value::new)
                .orElseGet(() -> new Reading.Wrong("", nearestHost(text))),
        STRING);
  }

  /** A host a certificate can be for. */
  static Scalar certifiedHost() {
    return parsed(
        "a host name, a name below a wildcard such as \"*.example.com\" or an IP address",
        text -> HostName.canonical(text).filter(host -> !host.equals("*")));
  }

  /** A host that a client can ask for. */
  static Scalar plainHost() {
    return parsed(
        "a host name or an IP address",
        text -> HostName.canonical(text).filter(host -> !host.startsWith("*")));
  }

  /** An http or https URL. */
  static Scalar url() {
    return withPattern("a URL that begins with https:// or http://", "^https?://[^\\s]+$");
  }

  /** An http or https URL, as a {@link URI} with a host. */
  static Scalar uri() {
    Scalar url = url();
    return new Scalar(url.expectation(), (text, home) -> Reading.of(withHost(text)), url.schema());
  }

  private static Optional<URI> withHost(String text) {
    try {
      return Optional.of(new URI(text))
          .filter(
              uri -> uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?"));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** A text that a regular expression describes, for us and for editors. */
  static Scalar withPattern(String expectation, String pattern) {
    Predicate<String> test = Pattern.compile(pattern).asMatchPredicate();
    return new Scalar(
        expectation,
        (text, home) -> Reading.of(Optional.of(text).filter(test)),
        Map.of("type", "string", "pattern", pattern));
  }

  /** One of a few words that stand for themselves. */
  static Scalar words(String... words) {
    return words(Arrays.stream(words).map(word -> word(word, word)).toArray(Word[]::new));
  }

  /** One of a few words, each with its meaning. */
  static Scalar words(Word... words) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    Arrays.stream(words).forEach(word -> readings.put(word.text, word.reading));
    return new Scalar(
        list(readings.keySet().stream().toList()),
        (text, home) ->
            readings.getOrDefault(
                text,
                new Reading.Wrong("", DidYouMean.nearest(text, readings.keySet()).orElse(""))),
        Map.of("enum", List.copyOf(readings.keySet())));
  }

  static Word word(String text, Object value) {
    return new Word(text, new Reading.Value(value));
  }

  /** One of a few words. */
  record Word(String text, Reading reading) {}

  /** {@code a, b or c}. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : words.stream().limit(last).collect(Collectors.joining(", ")) + " or " + words.get(last);
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /** Without a port, a trailing dot or a scheme, when that makes it a host. */
  private static String nearestHost(String text) {
    String bare = text.replaceFirst("^https?://", "").replaceFirst("[:/].*$", "");
    String host = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    return host.isEmpty() ? "" : HostName.canonical(host).orElse("");
  }
}
