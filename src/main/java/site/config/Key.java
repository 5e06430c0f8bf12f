package site.config;

import java.util.List;

/**
 * One key of a map, as the operator knows it.
 *
 * @param meaning one sentence for the reference page and for editors
 * @param presence what it means when the key is not written
 * @param defaults the texts that stand there when it is not written
 * @param note what happens when it is not written, where no text says it
 * @param appends whether included files add to the list instead of clashing with it
 */
record Key(
    String name,
    Shape shape,
    String meaning,
    Presence presence,
    List<String> defaults,
    String note,
    boolean appends) {

  /** What it means when a key is not written. */
  enum Presence {
    /** It is missing. */
    REQUIRED,
    /** There is none. */
    OPTIONAL,
    /** It is there all the same, a map of defaults. */
    ALWAYS
  }

  static Key key(String name, Shape shape, String meaning) {
    return new Key(name, shape, meaning, Presence.OPTIONAL, List.of(), "", false);
  }

  Key required() {
    return with(Presence.REQUIRED, defaults, note);
  }

  Key always() {
    return with(Presence.ALWAYS, defaults, note);
  }

  Key byDefault(String... texts) {
    return with(presence, List.of(texts), note);
  }

  /** Tells in words what happens when the key is not written. */
  Key normally(String words) {
    return with(presence, defaults, words);
  }

  Key appended() {
    return new Key(name, shape, meaning, presence, defaults, note, true);
  }

  private Key with(Presence presence, List<String> defaults, String note) {
    return new Key(name, shape, meaning, presence, defaults, note, appends);
  }
}
