package site.admin;

import java.util.List;
import site.http.HtmlText;

/** Writes the few elements the admin page is made of; every text is escaped. */
final class Html {
  private final StringBuilder text = new StringBuilder(8_192);

  /** A cell of a table; the mark colours it. */
  record Cell(String text, Mark mark) {
    static Cell of(Object value) {
      return new Cell(String.valueOf(value), Mark.NONE);
    }

    static Cell marked(Mark mark, Object value) {
      return new Cell(String.valueOf(value), mark);
    }
  }

  /** How a text is meant. */
  enum Mark {
    NONE,
    GOOD,
    WARN,
    BAD
  }

  /** Markup of our own. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  Html text(String foreign) {
    text.append(HtmlText.escaped(foreign));
    return this;
  }

  Html pill(Mark mark, String words) {
    return raw("<span class=\"pill " + name(mark) + "\">").text(words).raw("</span>");
  }

  /** A titled table; nothing where there are no rows. */
  Html table(String title, List<String> heads, List<List<Cell>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    raw("<section><h2>").text(title).raw("</h2><div class=\"scroll\"><table><thead><tr>");
    heads.forEach(head -> raw("<th scope=\"col\">").text(head).raw("</th>"));
    raw("</tr></thead><tbody>");
    rows.forEach(this::row);
    return raw("</tbody></table></div></section>\n");
  }

  private void row(List<Cell> cells) {
    raw("<tr>");
    for (Cell cell : cells) {
      raw(cell.mark() == Mark.NONE ? "<td>" : "<td class=\"" + name(cell.mark()) + "\">");
      text(cell.text()).raw("</td>");
    }
    raw("</tr>");
  }

  private static String name(Mark mark) {
    return mark.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
