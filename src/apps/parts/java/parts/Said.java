package parts;

import java.util.List;
import java.util.stream.Collectors;
import kit.Page;

/** Findings in the reader's words. */
public final class Said {
  private Said() {}

  public static String finding(Page page, Finding finding) {
    Object[] arguments = finding.arguments().stream().map(each -> word(page, each)).toArray();
    return page.text(finding.key(), arguments);
  }

  private static Object word(Page page, Object argument) {
    if (argument instanceof PartType type) {
      return page.text(type.key());
    }
    if (argument instanceof List<?> several) {
      return several.stream()
          .map(each -> word(page, each).toString())
          .collect(Collectors.joining(", "));
    }
    return argument;
  }
}
