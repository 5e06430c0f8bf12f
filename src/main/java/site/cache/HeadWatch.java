package site.cache;

import site.http.Exchange;

/** Compares what the origin answers to HEAD with what is stored for GET (RFC 9111 4.3.5). */
final class HeadWatch {
  private final CacheStore store;
  private final Exchange exchange;
  private final Entry entry;
  private final long askedMillis;

  HeadWatch(CacheStore store, String url, String route, Exchange exchange) {
    this.store = store;
    this.exchange = exchange;
    this.entry = store.find(url, route, exchange.request().headers()::getAll);
    this.askedMillis = store.clock().millis();
  }

  /** Called when the head of the answer is known. */
  void compare(Exchange answered) {
    if (entry == null || exchange.request().headers().contains("range")) {
      return;
    }
    Fields fields = Received.toCompare(answered.response().headers());
    int status = answered.response().getStatusCode();
    Head head = entry.head();
    switch (Freshening.ofHead(head.status(), head.fields(), entry.length(), status, fields)) {
      case UPDATE -> update(head, fields);
      case REMOVE -> store.remove(entry);
      case NOTHING -> {}
    }
  }

  private void update(Head head, Fields newer) {
    Terms.Moments moments = new Terms.Moments(askedMillis, store.clock().millis());
    Fields updated = Freshening.update(head.fields(), newer);
    store.freshen(entry, new Head(head.status(), updated, moments));
  }
}
