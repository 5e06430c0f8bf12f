package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may stand at one place of the file. The whole format is one value of this type, {@link
 * SiteFormat#FILE}; the checker, the JSON Schema and the reference page are three readers of it.
 */
sealed interface Shape {

  /** What a person should have written, such as {@code a duration from 1ms to 1h}. */
  String expectation();

  /**
   * A text, number or boolean; how it is quoted makes no difference.
   *
   * @param schema the JSON Schema of the plain form
   */
  record Scalar(String expectation, Parser parser, Map<String, Object> schema) implements Shape {

    /** Gives a text its meaning. */
    @FunctionalInterface
    interface Parser {
      Reading read(String text, Path home);
    }
  }

  /** What a parser makes of a text. */
  sealed interface Reading {

    /** Understood. */
    record Value(Object value) implements Reading {}

    /** Not what was expected; both texts are empty when there is nothing special to say. */
    record Wrong(String expectation, String suggestion) implements Reading {}

    /** Not what was expected, nothing special to say. */
    Wrong WRONG = new Wrong("", "");

    static Reading of(Optional<?> value) {
      return value.<Reading>map(Value::new).orElse(WRONG);
    }

    static Reading wrong(String expectation) {
      return new Wrong(expectation, "");
    }
  }

  /** A text that may be no text: {@code null} stands for taking something away. */
  record Nullable(Scalar scalar) implements Shape {
    @Override
    public String expectation() {
      return scalar.expectation() + ", or null to remove it";
    }
  }

  /** A list of equal things, {@code least} of them or more. */
  record ListOf(String expectation, Shape element, int least) implements Shape {}

  /**
   * A map with the keys we know.
   *
   * @param others what a key may hold that we don't know; absent where that is a mistake
   */
  record Section(String expectation, List<Key> keys, Optional<Named> others) implements Shape {

    static Section of(String expectation, Key... keys) {
      return new Section(expectation, List.of(keys), Optional.empty());
    }

    Optional<Key> key(String name) {
      return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
  }

  /**
   * A map whose keys are names the operator chooses.
   *
   * @param noun what the names are called in documentation, such as {@code name}
   * @param name what a name must look like; its value becomes the key
   */
  record Named(String expectation, String noun, Scalar name, Shape value) implements Shape {}

  /** Another shape for each kind of value: a text, a list or a map. */
  record Choice(List<Shape> shapes) implements Shape {
    static Choice of(Shape... shapes) {
      return new Choice(List.of(shapes));
    }

    @Override
    public String expectation() {
      return String.join(", or ", shapes.stream().map(Shape::expectation).toList());
    }
  }

  /** A map of anything, passed on as it is. */
  record Free(String expectation) implements Shape {}
}
