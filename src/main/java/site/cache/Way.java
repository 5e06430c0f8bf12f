package site.cache;

/** How a request goes on that cannot be answered from the store as it is. */
enum Way {
  /** RFC 9111 5.2.1.7: not at all, by the client's wish. */
  NOWHERE,
  /** To the origin, whose answer says whether what is stored is outdated (RFC 9111 4.3.5). */
  AS_HEAD,
  /** To the origin, which knows best about a part of what is not stored. */
  AS_PART,
  /** To the origin, unless another is on the way there for the same. */
  TOGETHER,
  /** To the origin on its own. */
  ALONE;

  /**
   * What matters of a request.
   *
   * @param part whether it asks for a part
   * @param conditional whether it has conditions of its own
   * @param authorized whether it is known who asks
   */
  record Request(boolean head, boolean part, boolean conditional, boolean authorized, Asked asked) {
    private boolean isPlain() {
      return asked.equals(Asked.NOTHING);
    }
  }

  /** Nothing is stored that it may be answered with. */
  static Way ofMiss(Request request) {
    if (request.asked().onlyIfCached()) {
      return NOWHERE;
    }
    if (request.head()) {
      return AS_HEAD;
    }
    if (request.part()) {
      return AS_PART;
    }
    boolean shared = !request.conditional() && !request.authorized() && request.isPlain();
    return shared ? TOGETHER : ALONE;
  }

  /**
   * What is stored has to be validated.
   *
   * @param always whether the origin wants that each time
   */
  static Way ofValidation(Request request, boolean always) {
    if (request.asked().onlyIfCached()) {
      return NOWHERE;
    }
    if (request.head()) {
      return AS_HEAD;
    }
    return request.isPlain() && !always ? TOGETHER : ALONE;
  }
}
