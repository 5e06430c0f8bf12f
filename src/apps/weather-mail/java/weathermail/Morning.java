package weathermail;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All a morning's letter says, in the reader's language and units. Both its parts are made of this,
 * so that they say the same.
 *
 * @param lang of all texts
 * @param facts one sentence each
 * @param hours what comes next, in order
 * @param links where the letter leads
 * @param small who the data is from, and whether it is only invented
 */
public record Morning(
    String lang,
    String subject,
    String greeting,
    String place,
    List<String> facts,
    String hoursTitle,
    List<Hour> hours,
    String ends,
    List<Link> links,
    String small) {

  /** What is forecast from a time on. */
  public record Hour(String time, String temperature, String sky) {}

  /** A link and what it is called. */
  public record Link(String label, String url) {}

  String text() {
    return Stream.of(
            Stream.of(greeting, place, ""),
            facts.stream(),
            Stream.of("", hoursTitle),
            hours.stream().map(h -> h.time() + "  " + h.temperature() + "  " + h.sky()),
            Stream.of("", ends),
            links.stream().map(link -> link.label() + ": " + link.url()),
            Stream.of("", small))
        .flatMap(each -> each)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
