package site.http.coding;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an {@code Accept-Encoding} field allows (RFC 9110 12.5.3). Pure. */
public final class AcceptEncoding {
  private static final int WHOLLY = 1000;
  private static final int UNSAID = -1;

  private final Map<Coding, Integer> named = new EnumMap<>(Coding.class);
  private int others = UNSAID;
  private int identity = UNSAID;

  private AcceptEncoding() {}

  /**
   * The codings a client may be sent, the most wanted first.
   *
   * @param field null when there is none: nothing was asked for, so nothing is coded
   * @param offered in the order that decides between those wanted alike
   * @return without those the client refuses or wants less than the plain content
   */
  public static List<Coding> choose(String field, List<Coding> offered) {
    if (field == null || field.isEmpty() || offered.isEmpty()) {
      return List.of();
    }
    AcceptEncoding accepted = new AcceptEncoding();
    for (String member : field.split(",", -1)) {
      accepted.read(member);
    }
    int least = Math.max(1, accepted.identity);
    return offered.stream()
        .filter(coding -> accepted.quality(coding) >= least)
        .sorted(Comparator.comparing(accepted::quality, Comparator.reverseOrder()))
        .toList();
  }

  private int quality(Coding coding) {
    return named.getOrDefault(coding, Math.max(0, others));
  }

  /** What is named twice has the larger weight; a member that cannot be read is not there. */
  private void read(String member) {
    String[] parts = member.split(";", -1);
    String name = parts[0].trim().toLowerCase(Locale.ROOT);
    int quality = quality(parts);
    if (name.equals("*")) {
      others = Math.max(others, quality);
    } else if (name.equals("identity")) {
      identity = Math.max(identity, quality);
    } else if (quality != UNSAID) {
      Coding.of(name).ifPresent(coding -> named.merge(coding, quality, Math::max));
    }
  }

  private static int quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        return thousandths(parameter.substring(2).trim());
      }
    }
    return WHOLLY;
  }

  /** RFC 9110 12.4.2: at most three digits behind the point. */
  private static int thousandths(String weight) {
    if (weight.matches("1(\\.0{0,3})?")) {
      return WHOLLY;
    }
    if (!weight.matches("0(\\.[0-9]{0,3})?")) {
      return UNSAID;
    }
    String digits = weight.length() > 2 ? weight.substring(2) : "";
    return Integer.parseInt((digits + "000").substring(0, 3));
  }
}
