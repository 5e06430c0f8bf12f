package site.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A checked value that knows its place: a cursor for those who compare parts of the file and for
 * those who build records from it. A value that was refused is there, but holds nothing.
 */
final class ConfigNode {
  private final Spot spot;
  private final Shape shape;
  private final Object value;
  private final String shown;
  private final boolean written;

  private ConfigNode(Spot spot, Shape shape, Object value, String shown, boolean written) {
    this.spot = spot;
    this.shape = shape;
    this.value = value;
    this.shown = shown;
    this.written = written;
  }

  static ConfigNode scalar(Spot spot, Shape shape, Object value, String shown) {
    return new ConfigNode(spot, shape, value, shown, true);
  }

  static ConfigNode list(Spot spot, Shape shape, List<ConfigNode> items) {
    return new ConfigNode(spot, shape, items, "a list", true);
  }

  static ConfigNode map(Spot spot, Shape shape, Map<String, ConfigNode> entries) {
    return new ConfigNode(spot, shape, entries, "a map", true);
  }

  static ConfigNode refused(Spot spot, Shape shape) {
    return new ConfigNode(spot, shape, null, "", true);
  }

  /** The same, standing there without having been written. */
  ConfigNode byDefault() {
    return new ConfigNode(spot, shape, value, shown, false);
  }

  /** The same map with one more entry. */
  ConfigNode with(String key, ConfigNode entry) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>(entries());
    entries.put(key, entry);
    return map(spot, shape, entries);
  }

  Spot spot() {
    return spot;
  }

  Place place() {
    return spot.place();
  }

  /** As messages may show it. */
  String shown() {
    return shown;
  }

  boolean isValid() {
    return value != null;
  }

  /** Whether neither it nor anything in it was refused. */
  boolean isSound() {
    if (value instanceof List<?> list) {
      return list.stream().allMatch(item -> ((ConfigNode) item).isSound());
    }
    return isValid() && entries().values().stream().allMatch(ConfigNode::isSound);
  }

  boolean is(Class<?> type) {
    return type.isInstance(value);
  }

  boolean isList() {
    return value instanceof List;
  }

  boolean isMap() {
    return value instanceof Map;
  }

  <T> T as(Class<T> type) {
    return type.cast(value);
  }

  /** Whether the key was written at all, well or badly. */
  boolean wrote(String key) {
    ConfigNode entry = entries().get(known(key));
    return entry != null && entry.written;
  }

  /** Whether a key was written that we don't know, which may have been meant as any other. */
  boolean hasUnknownKey() {
    return shape instanceof Shape.Section section
        && section.others().isEmpty()
        && entries().keySet().stream().anyMatch(key -> section.key(key).isEmpty());
  }

  /** What stands at a key: written or by default; empty when neither, or when it was refused. */
  Optional<ConfigNode> find(String key) {
    return Optional.ofNullable(entries().get(known(key))).filter(ConfigNode::isValid);
  }

  /** What stands at a key that is required or has a default. */
  ConfigNode at(String key) {
    return find(key).orElseThrow(() -> new NoSuchElementException(spot.path() + "." + key));
  }

  <T> Optional<T> find(String key, Class<T> type) {
    return find(key).map(node -> node.as(type));
  }

  <T> T get(String key, Class<T> type) {
    return at(key).as(type);
  }

  /** The values of the list at a key, none when it is not written. */
  <T> List<T> list(String key, Class<T> type) {
    return find(key).map(ConfigNode::items).orElse(List.of()).stream()
        .map(item -> item.as(type))
        .toList();
  }

  /** The valid members of a list; of a single value, itself. */
  List<ConfigNode> items() {
    if (!(value instanceof List<?> list)) {
      return isValid() ? List.of(this) : List.of();
    }
    List<ConfigNode> items = new ArrayList<>();
    list.forEach(item -> items.add((ConfigNode) item));
    return items.stream().filter(ConfigNode::isValid).toList();
  }

  /** The entries of a map in the order written, refused ones included. */
  @SuppressWarnings("unchecked")
  Map<String, ConfigNode> entries() {
    boolean ours = value instanceof Map && !(shape instanceof Shape.Free);
    return ours ? (Map<String, ConfigNode>) value : Map.of();
  }

  /** A key we forgot to describe must not look like one that was not written. */
  private String known(String key) {
    if (shape instanceof Shape.Section section && section.key(key).isEmpty()) {
      throw new IllegalArgumentException("no key " + key + " is described at " + spot.path());
    }
    return key;
  }
}
