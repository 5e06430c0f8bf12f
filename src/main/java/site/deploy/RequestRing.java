package site.deploy;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import site.http.Exchange;

/**
 * The last few safe requests that went well, to rehearse with. A new one takes the place of the
 * oldest; event loops do not wait for each other here.
 */
final class RequestRing {
  private final AtomicReferenceArray<Recorded> places;
  private final AtomicInteger next = new AtomicInteger();

  /** For so many requests; with none it records nothing. */
  RequestRing(int size) {
    places = new AtomicReferenceArray<>(size);
  }

  int size() {
    return places.length();
  }

  /** Records the exchange when it is answered, if it can be asked again. */
  void listen(Exchange exchange) {
    if (size() == 0 || !Question.isRepeatable(exchange)) {
      return;
    }
    Question question = Question.of(exchange); // now, as a later middleware may change its mind
    long begun = System.nanoTime();
    exchange.onHead(
        x -> {
          Reply reply = Reply.of(x.response().getStatusCode(), System.nanoTime() - begun);
          if (reply.isGood()) {
            add(new Recorded(question, reply.status(), reply.time()));
          }
        });
  }

  void add(Recorded recorded) {
    places.set(Math.floorMod(next.getAndIncrement(), size()), recorded);
  }

  /** In no particular order. */
  List<Recorded> recent() {
    return IntStream.range(0, size()).mapToObj(places::get).filter(Objects::nonNull).toList();
  }
}
