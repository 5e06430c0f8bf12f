package site.http;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Rows of a decision table: columns end at two spaces, {@code \xHH} is a character that can't be
 * written here, {@code ''} the empty text.
 */
final class Table {
  private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9A-F]{2,4})");

  private Table() {}

  static Stream<Arguments> of(String rows) {
    return rows.lines()
        .filter(row -> !row.isBlank())
        .map(row -> Arguments.of((Object[]) columns(row.strip())));
  }

  private static String[] columns(String row) {
    return Arrays.stream(row.split(" {2,}", -1)).map(Table::unescaped).toArray(String[]::new);
  }

  private static String unescaped(String column) {
    return column.equals("''")
        ? ""
        : ESCAPE
            .matcher(column)
            .replaceAll(
                match -> {
                  String text = Character.toString(Integer.parseInt(match.group(1), 16));
                  return text.equals("\\") ? "\\\\" : text;
                });
  }
}
