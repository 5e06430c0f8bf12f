package site.http;

import io.vertx.core.MultiMap;

/**
 * What HTTP says between us and a client beside a request and its response, for which Vert.x has no
 * place.
 */
public interface Wire {
  /** One on which nothing is said. */
  Wire NONE =
      new Wire() {
        private final MultiMap noFields = MultiMap.caseInsensitiveMultiMap();

        @Override
        public MultiMap trailers() {
          return noFields;
        }

        @Override
        public void interim(int status, MultiMap fields) {}
      };

  /**
   * What the request says behind its content (RFC 9110 6.5): all of it when the content has ended.
   */
  MultiMap trailers();

  /**
   * Sends an interim response (RFC 9110 15.2) of any kind; to be called before the head of the
   * response is written. Clients that understand none are not told.
   */
  void interim(int status, MultiMap fields);
}
