package kit.mail;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A letter to one person.
 *
 * @param key says what it is about; of letters with the same key one is sent
 * @param urgent whether somebody sits and waits for it: such letters go first
 * @param to an address
 * @param subject one line
 * @param text all of it, for those who read text
 * @param html the same for those who do not; pictures are named {@code cid:ID}
 * @param headers further fields, without what would end a line
 * @param expires when it is of no use any more
 */
public record Letter(
    String key,
    boolean urgent,
    String to,
    String subject,
    String text,
    String html,
    List<Picture> pictures,
    Map<String, String> headers,
    Instant expires) {

  /**
   * A drawing that travels inside the letter.
   *
   * @param id what the HTML names it by
   * @param png the file
   */
  public record Picture(String id, Buffer png) {}

  public Letter {
    refuseLineEnds(to);
    headers.forEach((name, value) -> refuseLineEnds(name + value));
    subject = subject.replaceAll("\\p{Cntrl}+", " ");
  }

  /** RFC 5322 2.2: whoever ends a line begins another field. */
  private static void refuseLineEnds(String field) {
    if (field.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a control character in the head of a letter");
    }
  }
}
