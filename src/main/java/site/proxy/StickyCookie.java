package site.proxy;

/** The cookie by which a client keeps its target, until the browser is closed. */
final class StickyCookie {
  private StickyCookie() {}

  /** Scripts do not see it, and other sites do not cause it to be sent but by links. */
  static String text(String name, String id, boolean secure) {
    return name + "=" + id + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
  }
}
