package site.proxy;

/** Which kept-alive connections a request may be sent on. */
enum Reuse {
  /** Any: the request can be repeated if the target closes the connection at the same moment. */
  ANY,
  /** Only those used a moment ago: the request can't be repeated. */
  RECENT,
  /** None: a kept-alive connection has just failed the request. */
  NONE,
  /** One of HTTP/1.1 that may become something else; any where nothing but that is spoken. */
  UPGRADE
}
