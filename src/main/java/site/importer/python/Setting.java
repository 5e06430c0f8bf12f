package site.importer.python;

import java.util.List;
import site.importer.Place;

/**
 * One setting, whoever it is for.
 *
 * @param name with dashes as on a command line
 * @param values one, or several where the file has a list
 */
record Setting(String name, List<String> values, Place place) {
  String value() {
    return String.join(", ", values);
  }

  String shown() {
    return name + " = " + value();
  }

  boolean isTrue() {
    return value().isEmpty() || value().matches("(?i)true|1|yes|on");
  }
}
