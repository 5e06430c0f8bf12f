package site.importer.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a server answered, without what differs from answer to answer.
 *
 * @param headers those that matter to a client, by lower-case name
 * @param body empty when it was longer than is compared
 */
record Answer(int status, Map<String, String> headers, String body) {
  private static final Pattern VARIES =
      Pattern.compile(
          "[0-9a-f]{32,}|\\d{4}-\\d\\d-\\d\\d[T"
              + " ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z?|csrf[^\\s\"]*\"[^\"]*\"");

  /** Redirects and errors carry a page that every server words for itself. */
  private static final int NO_CONTENT_OF_ITS_OWN = 300;

  /** What is not the same in the other; pure. */
  List<Difference> differences(Probe probe, Answer other) {
    List<Difference> differences = new ArrayList<>();
    if (status != other.status) {
      differences.add(new Difference(probe, "status", "" + status, "" + other.status));
      return differences;
    }
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(other.headers);
    boolean hasContent = status < NO_CONTENT_OF_ITS_OWN;
    for (String name : all.keySet()) {
      String old = headers.get(name);
      String recent = other.headers.get(name);
      boolean counts = hasContent || !name.equals("content-type");
      if (counts && !Objects.equals(old, recent)) {
        differences.add(new Difference(probe, name, shown(old), shown(recent)));
      }
    }
    if (hasContent && !normalised(body).equals(normalised(other.body))) {
      differences.add(
          new Difference(
              probe, "body", body.length() + " characters", other.body.length() + " others"));
    }
    return differences;
  }

  private static String shown(String value) {
    return value == null ? "absent" : "\"" + value + "\"";
  }

  private static String normalised(String body) {
    return VARIES.matcher(body).replaceAll("~").replaceAll("\\s+", " ").strip();
  }
}
