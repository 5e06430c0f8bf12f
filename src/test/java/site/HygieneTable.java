package site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Requests and what becomes of them. A row has four columns, divided by two spaces: the status we
 * answer; the paragraph that asks for it; what the upstream is asked, {@code -} for nothing; the
 * request. There {@code ⏎} is CRLF, {@code \r}, {@code \n}, {@code \t} and {@code \xHH} are single
 * characters.
 */
record HygieneTable(List<Row> rows) {
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9A-F]{2})");

  record Row(String section, String verdict, String paragraph, String seen, String request) {
    boolean isRefused() {
      return seen.equals("-");
    }

    /** The request, a character for each byte. */
    String bytes() {
      return unescaped(request);
    }

    @Override
    public String toString() {
      return request;
    }
  }

  static HygieneTable http1() {
    return read("hygiene.txt");
  }

  static HygieneTable http2() {
    return read("hygiene-http2.txt");
  }

  private static HygieneTable read(String name) {
    List<Row> rows = new ArrayList<>();
    String section = "";
    for (String line : text(name).split("\n", -1)) {
      if (line.startsWith("# ")) {
        section = line.substring(2);
      } else if (!line.isEmpty()) {
        String[] columns = line.split(" {2,}", 4);
        rows.add(new Row(section, columns[0], columns[1], columns[2], columns[3]));
      }
    }
    return new HygieneTable(rows);
  }

  private static String text(String name) {
    try (InputStream in = HygieneTable.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String unescaped(String text) {
    String plain = text.replace("⏎", "\r\n").replace("\\r", "\r").replace("\\n", "\n");
    return HEX.matcher(plain.replace("\\t", "\t"))
        .replaceAll(
            hex ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(hex.group(1), 16))));
  }

  /** The tables as a page of the documentation. */
  static String page(HygieneTable http1, HygieneTable http2) {
    StringBuilder page = new StringBuilder();
    page.append(
        text("hygiene-page.txt")
            .replace("COUNT1", "" + http1.rows.size())
            .replace("COUNT2", "" + http2.rows.size()));
    page.append(http1.sections()).append("\n## HTTP/2\n\n");
    page.append(text("hygiene-page-http2.txt"));
    return page.append(http2.sections()).toString();
  }

  private String sections() {
    StringBuilder page = new StringBuilder();
    String section = "";
    for (Row row : rows) {
      if (!row.section.equals(section)) {
        section = row.section;
        page.append("\n### ").append(section).append("\n\n");
        page.append("| answer | RFC | upstream is asked | request |\n|---|---|---|---|\n");
      }
      page.append(
          "| %s | %s | %s | %s |%n"
              .formatted(row.verdict, row.paragraph, code(row.seen), code(row.request)));
    }
    return page.toString();
  }

  private static String code(String text) {
    return text.equals("-") ? "" : "`` " + text.replace("|", "\\|") + " ``";
  }
}
