package site.http.coding;

import java.util.List;
import java.util.Optional;

/** The content codings we speak, the one that gives most for its time first. */
public enum Coding {
  ZSTD("zstd", ".zst"),
  BR("br", ".br"),
  GZIP("gzip", ".gz");

  /** All of them, in the order they are preferred. */
  public static final List<Coding> ALL = List.of(values());

  private final String token;
  private final String ending;

  Coding(String token, String ending) {
    this.token = token;
    this.ending = ending;
  }

  /** Finds a coding by its registered name in lower case, or by the old name of gzip. */
  public static Optional<Coding> of(String token) {
    String name = token.equals("x-gzip") ? "gzip" : token;
    return ALL.stream().filter(coding -> coding.token.equals(name)).findFirst();
  }

  /** Its registered name. */
  public String token() {
    return token;
  }

  /** What the name of a file coded so ends in, dot included. */
  public String ending() {
    return ending;
  }
}
