package site.files;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.http.HtmlText;

/** A directory as people and programs read it. Pure; links are relative, so it fits any mount. */
final class ListingText {
  private static final String PAGE = resource("listing.html");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  private ListingText() {}

  /**
   * A page.
   *
   * @param path of the directory as the client asked for it, decoded, slash at its end
   * @param depth how many directories up the root is, the last one that may be linked to
   */
  static String html(String path, int depth, List<DirectoryEntry> all, ListingView view) {
    StringBuilder rows = new StringBuilder();
    if (depth > 0) {
      rows.append("<tr><td><a href=\"../\">..</a></td><td></td><td></td></tr>\n");
    }
    view.shown(all).forEach(entry -> rows.append(row(entry)));
    Map<String, String> values =
        Map.of(
            "title", HtmlText.escaped(path),
            "crumbs", crumbs(path, depth),
            "name", column("Name", ListingView.Sort.NAME, view),
            "size", column("Size", ListingView.Sort.SIZE, view),
            "modified", column("Modified (UTC)", ListingView.Sort.MODIFIED, view),
            "rows", rows.toString(),
            "foot", foot(all.size(), view));
    return PLACEHOLDER
        .matcher(PAGE)
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
  }

  /** All there is to know, in pages like those for people. */
  static String json(List<DirectoryEntry> all, ListingView view) {
    JsonArray entries = new JsonArray();
    view.shown(all).forEach(entry -> entries.add(json(entry)));
    return new JsonObject()
        .put("total", all.size())
        .put("page", view.page())
        .put("pages", ListingView.pages(all.size()))
        .put("entries", entries)
        .encode();
  }

  private static JsonObject json(DirectoryEntry entry) {
    JsonObject json =
        new JsonObject()
            .put("name", entry.name())
            .put("type", entry.isDirectory() ? "directory" : "file");
    if (!entry.isDirectory()) {
      json.put("size", entry.size());
    }
    return json.put("modified", entry.modified().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static String row(DirectoryEntry entry) {
    String slash = entry.isDirectory() ? "/" : "";
    return "<tr><td><a href=\"%s%s\">%s%s</a></td><td>%s</td><td>%s</td></tr>%n"
        .formatted(
            link(entry.name()),
            slash,
            HtmlText.escaped(entry.name()),
            slash,
            entry.isDirectory() ? "" : size(entry.size()),
            TIME.format(entry.modified()));
  }

  /** The dot keeps a name with a colon from being read as a scheme (RFC 3986 4.2). */
  private static String link(String name) {
    return "./" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String crumbs(String path, int depth) {
    List<String> names = List.of(path.substring(1).split("/", -1));
    int up = names.size() - 1;
    StringBuilder crumbs = new StringBuilder(crumb("/", up, depth));
    for (String name : names.subList(0, names.size() - 1)) {
      up--;
      crumbs.append(crumb(name + "/", up, depth));
    }
    return crumbs.toString();
  }

  private static String crumb(String name, int up, int depth) {
    return up > depth
        ? HtmlText.escaped(name)
        : "<a href=\""
            + (up == 0 ? "./" : "../".repeat(up))
            + "\">"
            + HtmlText.escaped(name)
            + "</a>";
  }

  private static String column(String title, ListingView.Sort column, ListingView view) {
    String arrow = view.sort() != column ? "" : view.descending() ? " ↓" : " ↑";
    return "<a href=\""
        + HtmlText.escaped(view.by(column).query())
        + "\">"
        + title
        + arrow
        + "</a>";
  }

  private static String foot(int entries, ListingView view) {
    String most = entries == Directories.MOST_ENTRIES ? "the first " : "";
    String count = "<p>" + most + entries + (entries == 1 ? " entry" : " entries");
    int pages = ListingView.pages(entries);
    return count
        + (pages == 1 ? "" : ", page " + view.page() + " of " + pages)
        + (view.page() > 1 ? turn("previous", view.on(view.page() - 1)) : "")
        + (view.page() < pages ? turn("next", view.on(view.page() + 1)) : "")
        + "</p>";
  }

  private static String turn(String word, ListingView view) {
    return " <a href=\"" + HtmlText.escaped(view.query()) + "\">" + word + "</a>";
  }

  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double amount = bytes / 1024.0;
    int unit = 0;
    while (amount >= 1024) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, UNITS.get(unit));
  }

  private static String resource(String name) {
    try (InputStream in = ListingText.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
