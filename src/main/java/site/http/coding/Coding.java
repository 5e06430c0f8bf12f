package site.http.coding;

import io.vertx.core.http.HttpHeaders;
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
  private final CharSequence field;
  private final String ending;

  Coding(String token, String ending) {
    this.token = token;
    this.field = HttpHeaders.createOptimized(token);
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

  /** The {@code Content-Encoding}, ready to be sent. */
  public CharSequence field() {
    return field;
  }

  /** What the name of a file coded so ends in, dot included. */
  public String ending() {
    return ending;
  }
}
