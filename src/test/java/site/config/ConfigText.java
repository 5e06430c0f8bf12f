package site.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a configuration as lines such as {@code sites[0].hosts[0] = example.com}. */
final class ConfigText {
  private final List<String> lines = new ArrayList<>();
  private final String home;

  private ConfigText(String home) {
    this.home = home;
  }

  static List<String> lines(Config config) {
    var text = new ConfigText(config.home().toString());
    text.add("", config);
    return text.lines;
  }

  private void add(String path, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> add(path, present));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> add(path + "." + key, absentAsText(entry)));
    } else if (value instanceof Collection<?> items) {
      int index = 0;
      for (Object item : items) {
        add(path + "[" + index++ + "]", item);
      }
    } else if (value instanceof Record record && !(value instanceof Address)) {
      components(path, record);
    } else {
      lines.add(path + " = " + text(value).replace(home, "~").replace("\n", "\\n"));
    }
  }

  /** Texts of an app's configuration are told from numbers by quotes. */
  private static String text(Object value) {
    boolean number = value instanceof String string && string.matches("[0-9.]+|true|false");
    return number ? "\"" + value + "\"" : String.valueOf(value);
  }

  /** An empty value of a map says something: it removes. */
  private static Object absentAsText(Object value) {
    return value instanceof Optional<?> optional && optional.isEmpty() ? "(removed)" : value;
  }

  private void components(String path, Record record) {
    if (record instanceof ActionConfig) {
      lines.add(path + " = " + record.getClass().getSimpleName());
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
        add(name, component.getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }
}
