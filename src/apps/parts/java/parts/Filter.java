package parts;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What somebody wants to see of the catalogue, as it stands in the address. A value that makes no
 * sense is left out and named in {@link #ignored}.
 */
public final class Filter {
  private static final int MOST_CENTS = 100_000_000;
  private static final int NO_BOUND = Integer.MAX_VALUE;
  private static final List<Integer> SIZES = List.of(25, 50, 100);
  private static final Map<String, Comparator<Part>> ORDERS = orders();

  private final MultiMap parameters;
  private final List<String> ignored = new ArrayList<>();
  private final List<Predicate<Part>> conditions = new ArrayList<>();
  private final int least;
  private final int most;
  private final Comparator<Part> order;
  private final int page;
  private final int size;
  private final boolean cards;

  private Filter(MultiMap parameters) {
    this.parameters = parameters;
    condition("type", PartType::of, type -> part -> part.type() == type);
    condition("q", Filter::words, words -> part -> matches(part, words));
    condition("brand", Filter::text, brand -> part -> part.brand().equals(brand));
    this.least =
        Math.max(read("from", Amount::cents).orElse(0), read("priceMin", Filter::cents).orElse(0));
    this.most =
        Math.min(
            read("to", Amount::cents).orElse(NO_BOUND),
            read("priceMax", Filter::cents).orElse(NO_BOUND));
    conditions.add(part -> part.priceCents() >= least && part.priceCents() <= most);
    condition("ratingMin", Filter::times2, least -> part -> part.ratingTimes2() >= least);
    for (String key : List.of("socket", "mem", "form")) {
      condition(key, Filter::text, word -> part -> part.specs().words(key).contains(word));
    }
    Comparator<Part> sorted =
        read("sort", name -> Optional.ofNullable(ORDERS.get(name))).orElse(ORDERS.get("type"));
    boolean down = read("dir", oneOf("asc", "desc")).orElse("asc").equals("desc");
    this.order = (down ? sorted.reversed() : sorted).thenComparing(Catalogue.BY_NAME);
    this.page = read("page", text -> number(text, 1, 10_000)).orElse(1);
    this.size =
        read("size", text -> number(text, 1, 100).filter(SIZES::contains)).orElse(SIZES.get(0));
    this.cards = read("view", oneOf("table", "cards")).orElse("table").equals("cards");
  }

  public static Filter of(MultiMap parameters) {
    return new Filter(parameters);
  }

  /** All that match, in the order asked for. */
  public List<Part> of(List<Part> parts) {
    return parts.stream()
        .filter(part -> conditions.stream().allMatch(condition -> condition.test(part)))
        .sorted(order)
        .toList();
  }

  /** Names of parameters that said nothing we know. */
  public List<String> ignored() {
    return ignored;
  }

  public String value(String name) {
    String value = ignored.contains(name) ? null : parameters.get(name);
    return value == null ? "" : value;
  }

  /** The lowest price asked for, in cents. */
  public Optional<Integer> least() {
    return Optional.of(least).filter(cents -> cents > 0);
  }

  /** The highest price asked for, in cents. */
  public Optional<Integer> most() {
    return Optional.of(most).filter(cents -> cents < NO_BOUND);
  }

  public int page() {
    return page;
  }

  public int size() {
    return size;
  }

  public static List<Integer> sizes() {
    return SIZES;
  }

  public static List<String> sorts() {
    return List.copyOf(ORDERS.keySet());
  }

  public boolean cards() {
    return cards;
  }

  private <T> void condition(
      String name, Function<String, Optional<T>> reader, Function<T, Predicate<Part>> condition) {
    read(name, reader).map(condition).ifPresent(conditions::add);
  }

  private <T> Optional<T> read(String name, Function<String, Optional<T>> reader) {
    String value = parameters.get(name);
    if (value == null || value.isBlank()) {
      return Optional.empty(); // a form sends all its fields
    }
    Optional<T> read = reader.apply(value.strip());
    if (read.isEmpty()) {
      ignored.add(name);
    }
    return read;
  }

  private static boolean matches(Part part, List<String> words) {
    String text = (part.fullName() + " " + part.type()).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(text::contains);
  }

  private static Optional<List<String>> words(String typed) {
    return text(typed).map(text -> List.of(text.toLowerCase(Locale.ROOT).split("\\s+")));
  }

  private static Optional<String> text(String typed) {
    return Optional.of(typed).filter(text -> text.length() <= 100);
  }

  private static Optional<Integer> cents(String typed) {
    return number(typed, 0, MOST_CENTS);
  }

  private static Optional<Integer> times2(String typed) {
    try {
      double rating = Double.parseDouble(typed.replace(',', '.'));
      return Optional.of((int) Math.ceil(rating * 2)).filter(times2 -> times2 >= 0 && times2 <= 20);
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String typed, int least, int most) {
    return typed.matches("\\d{1,9}")
        ? Optional.of(Integer.valueOf(typed)).filter(n -> n >= least && n <= most)
        : Optional.empty();
  }

  private static Function<String, Optional<String>> oneOf(String... words) {
    return text -> Optional.of(text).filter(List.of(words)::contains);
  }

  private static Map<String, Comparator<Part>> orders() {
    Map<String, Comparator<Part>> orders = new LinkedHashMap<>();
    orders.put("type", Comparator.comparing(Part::type));
    orders.put("name", Catalogue.BY_NAME);
    orders.put("price", Comparator.comparing(Part::priceCents));
    orders.put("rating", Comparator.comparing(Part::ratingTimes2));
    return orders;
  }
}
