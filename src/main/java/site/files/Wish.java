package site.files;

import java.util.List;
import site.http.coding.AcceptEncoding;
import site.http.coding.Coding;

/**
 * In which codings an exchange may be answered, the most wanted first.
 *
 * @param siblings those in which a file may lie beside the plain one
 * @param made those we may make ourselves
 * @param compress whether other clients of this route may get such; then caches must know
 * @param key what tells answers to different wishes apart in memory, empty for the plainest
 */
record Wish(List<Coding> siblings, List<Coding> made, boolean compress, String key) {
  static final Wish PLAIN = new Wish(List.of(), List.of(), false, "");
  static final Wish PLAIN_OF_MORE = new Wish(List.of(), List.of(), true, "\0");

  /**
   * The wish of a request.
   *
   * @param field its {@code Accept-Encoding}, null for none
   * @param precompressed whether siblings count
   * @param offered what the route lets us make
   */
  static Wish of(String field, boolean precompressed, List<Coding> offered) {
    Wish none = offered.isEmpty() ? PLAIN : PLAIN_OF_MORE;
    if (field == null || (!precompressed && offered.isEmpty())) {
      return none;
    }
    var siblings = precompressed ? AcceptEncoding.choose(field, Coding.ALL) : List.<Coding>of();
    var made = AcceptEncoding.choose(field, offered);
    return siblings.isEmpty() && made.isEmpty()
        ? none
        : new Wish(siblings, made, none.compress, none.key + "\0" + siblings + made);
  }

  /** The same route, asked for nothing but the plain content. */
  Wish plain() {
    return compress ? PLAIN_OF_MORE : PLAIN;
  }
}
