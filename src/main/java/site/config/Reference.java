package site.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import site.config.Key.Presence;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Named;
import site.config.Shape.Section;

/** Writes the reference page, {@code src/doc/configuration.md}, from {@link SiteFormat}. */
final class Reference {
  private static final String INTRODUCTION =
      """
      # Configuration

      This page is generated from the description the reader works with. `java -jar site.jar schema`
      prints the same as a JSON Schema for editors.

      Every key is known: an unknown one, a wrong type, a value out of range, a missing file are
      errors, all of them listed at once, as `file:line:column: path: value (what was expected)`.
      A key without a value is an error; leave it out instead.

      | kind of value | written as |
      |---|---|
      | duration | `250ms`, `30s`, `5m`, `12h`, `10d`; always with a unit |
      | size | `512B`, `64KiB`, `10MiB`, `1GiB`; always with a unit, powers of 1024. `KB` and `MB` are refused, because people mean two things by them |
      | rate | `10/s`, `50/h`; of bytes: `240B/s` |
      | network | `10.0.0.0/8`, `fd00::/8` or an address |
      | path of a file | relative to the home directory, also in an included file |
      | text, number, true or false | quoted or not, it makes no difference, except below `apps.<name>.config` |

      In every value, but not in keys:

      | written | stands for |
      |---|---|
      | `${env:NAME}` | the variable; an error when there is none |
      | `${env:NAME:-default}` | the variable, or the default when it is not set or empty |
      | `${file:PATH}` | what the file holds, without the newline at its end; never shown in messages |
      | `${secret:GROUP/name}` | a secret ([secrets.md](secrets.md)), always a text; an error when there is none; never shown |
      | `${secret:GROUP/name:-default}` | the secret, or the default with a warning when there is none |
      | `$${` | `${` |

      Aliases (`&a`, `*a`) and merge keys (`<<: *a`) work, tags (`!!binary`) do not.
      """;

  private final StringBuilder page = new StringBuilder(INTRODUCTION);
  private final Deque<Runnable> chapters = new ArrayDeque<>();

  /** Where each key was described; the next place refers to it. */
  private final IdentityHashMap<Key, String> told = new IdentityHashMap<>();

  private Reference() {}

  static String text() {
    var reference = new Reference();
    reference.chapter("The file", "", SiteFormat.FILE);
    while (!reference.chapters.isEmpty()) {
      reference.chapters.poll().run();
    }
    return reference.page.toString();
  }

  private void chapter(String title, String base, Section section) {
    if (told.containsKey(section.keys().get(0))) {
      return;
    }
    page.append("\n## ").append(title).append('\n');
    page.append("\n| key | is | default | meaning |\n|---|---|---|---|\n");
    rows(base, "", section);
  }

  /** Maps within a map are rows with a dot; what there may be many of gets a chapter. */
  private void rows(String base, String dotted, Section section) {
    for (Key key : section.keys()) {
      String name = dotted + key.name();
      String path = base.isEmpty() ? name : base + "." + name;
      String earlier = told.putIfAbsent(key, path);
      if (earlier == null) {
        row(name, key);
        below(base, name, path, key.shape());
      } else {
        page.append("| `%s` | | | As `%s`. |\n".formatted(name, earlier));
      }
    }
  }

  private void below(String base, String name, String path, Shape shape) {
    if (shape instanceof Section section && base.isEmpty()) {
      chapters.add(() -> chapter("`" + path + "`", path, section));
    } else if (shape instanceof Section section) {
      rows(base, name + ".", section);
    } else if (shape instanceof Choice choice) {
      choice.shapes().forEach(one -> below(base, name, path, one));
    } else if (shape instanceof ListOf list) {
      many(path + "[]", list.element());
    } else if (shape instanceof Named named) {
      many(path + ".<" + named.noun() + ">", named.value());
    }
  }

  private void many(String path, Shape shape) {
    if (shape instanceof Choice choice) {
      choice.shapes().forEach(one -> many(path, one));
    } else if (shape instanceof Section section) {
      chapters.add(() -> chapter("`" + path + "`", path, section));
    }
  }

  private void row(String name, Key key) {
    page.append("| `").append(name).append("` | ");
    page.append(cell(key.shape().expectation())).append(" | ");
    page.append(cell(byDefault(key))).append(" | ");
    page.append(cell(key.meaning())).append(" |\n");
  }

  private static String byDefault(Key key) {
    if (key.presence() == Presence.REQUIRED) {
      return "**required**";
    }
    if (key.defaults().isEmpty()) {
      return key.note();
    }
    String texts = String.join(", ", key.defaults());
    return "`"
        + (key.shape() instanceof ListOf ? "[" + texts + "]" : texts.isEmpty() ? "\"\"" : texts)
        + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
