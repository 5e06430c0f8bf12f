package parts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values, RFC 4180. */
final class Csv {
  private static final String DANGEROUS = "=+-@\t\r";

  private Csv() {}

  static String line(List<?> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  /** Spreadsheets calculate what begins like a formula; an apostrophe makes it text. */
  private static String cell(Object value) {
    String text = String.valueOf(value);
    boolean formula =
        value instanceof String && !text.isEmpty() && DANGEROUS.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    return safe.matches("[^\",\\r\\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }

  /** Its records; a quoted cell may have line ends in it. Fails at an open quote. */
  static List<List<String>> read(String text) {
    Reader reader = new Reader(text);
    return reader.records();
  }

  private static final class Reader {
    private final String text;
    private final List<List<String>> records = new ArrayList<>();
    private List<String> cells = new ArrayList<>();
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<List<String>> records() {
      while (at < text.length()) {
        cells.add(text.charAt(at) == '"' ? quoted() : plain());
        if (at >= text.length() || text.charAt(at) != ',') {
          endRecord();
        }
        at++;
      }
      if (!cells.isEmpty()) { // the text ends with a comma
        cells.add("");
        endRecord();
      }
      return records;
    }

    private void endRecord() {
      if (at < text.length() && text.charAt(at) == '\r') {
        at++;
      }
      if (!cells.equals(List.of(""))) {
        records.add(cells);
      }
      cells = new ArrayList<>();
    }

    private String plain() {
      int start = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder cell = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c != '"') {
          cell.append(c);
        } else if (at < text.length() && text.charAt(at) == '"') {
          cell.append(text.charAt(at++));
        } else {
          return cell.toString();
        }
      }
      throw new IllegalArgumentException("a quotation mark is not closed");
    }
  }
}
