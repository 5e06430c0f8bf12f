package site.middleware.token;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a token says (RFC 7519 4). Immutable.
 *
 * @param values by name
 */
public record Claims(Map<String, Object> values) {

  /** As a text: numbers as they are, lists with commas. */
  public Optional<String> text(String name) {
    List<String> texts = texts(name);
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", texts));
  }

  /** One text for each value; none for what is missing or a map. */
  public List<String> texts(String name) {
    return value(name).map(Claims::plain).orElse(Stream.empty()).toList();
  }

  /** Seconds since 1970 (RFC 7519 2, NumericDate). */
  Optional<Long> time(String name) throws TokenRefusal {
    Object value = values.get(name);
    if (value != null && !(value instanceof Number)) {
      throw TokenRefusal.because(name + " is no number");
    }
    return Optional.ofNullable((Number) value).map(Number::longValue);
  }

  /** The first claim that has none of the values it must have. */
  public Optional<String> missing(Map<String, List<String>> required) {
    return required.entrySet().stream()
        .filter(one -> words(one.getKey()).noneMatch(Set.copyOf(one.getValue())::contains))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** RFC 8693 4.2: scopes stand in one text, with blanks between them. */
  private Stream<String> words(String name) {
    Stream<String> texts = texts(name).stream();
    return name.equals("scope") ? texts.flatMap(text -> Arrays.stream(text.split(" "))) : texts;
  }

  /**
   * Of a name that is no claim, what its first part holds: {@code a.b} is {@code b} in {@code a}.
   */
  private Optional<Object> value(String name) {
    Map<?, ?> here = values;
    String rest = name;
    while (!here.containsKey(rest)) {
      int dot = rest.indexOf('.');
      if (dot < 0 || !(here.get(rest.substring(0, dot)) instanceof Map<?, ?> below)) {
        return Optional.empty();
      }
      here = below;
      rest = rest.substring(dot + 1);
    }
    return Optional.ofNullable(here.get(rest));
  }

  private static Stream<String> plain(Object value) {
    if (value instanceof Collection<?> many) {
      return many.stream().flatMap(one -> one instanceof Collection ? Stream.empty() : plain(one));
    }
    return value == null || value instanceof Map ? Stream.empty() : Stream.of(value.toString());
  }

  /** The names, not what is said. */
  @Override
  public String toString() {
    return values.keySet().stream().sorted().collect(Collectors.joining(", ", "{", "}"));
  }
}
