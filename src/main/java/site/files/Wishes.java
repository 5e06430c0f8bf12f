package site.files;

import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import site.http.Exchange;
import site.http.coding.Coding;

/** Remembers what the few texts mean that clients say what they accept with. */
final class Wishes {
  private static final int MOST_KNOWN = 256;

  private final boolean precompressed;
  private final Map<Question, Wish> known = new ConcurrentHashMap<>();

  private record Question(String field, List<Coding> offered) {}

  Wishes(boolean precompressed) {
    this.precompressed = precompressed;
  }

  Wish of(Exchange x) {
    List<String> fields = x.request().headers().getAll(HttpHeaders.ACCEPT_ENCODING);
    if (fields.isEmpty()) {
      return Wish.of(null, precompressed, x.codings());
    }
    var question = new Question(String.join(",", fields), x.codings());
    Wish wish = known.get(question);
    return wish == null ? read(question) : wish;
  }

  /** Beyond the limit each is read anew. */
  private Wish read(Question question) {
    Wish wish = Wish.of(question.field, precompressed, question.offered);
    if (known.size() < MOST_KNOWN) {
      known.put(question, wish);
    }
    return wish;
  }
}
