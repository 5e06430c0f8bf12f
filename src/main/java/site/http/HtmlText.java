package site.http;

/** Texts of others within our HTML. */
public final class HtmlText {
  private HtmlText() {}

  /** What shows the text and means nothing else, in content and in quoted attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
