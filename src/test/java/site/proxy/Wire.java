package site.proxy;

/** Writes messages as they are on the wire. */
final class Wire {
  private Wire() {}

  /** The lines of a head, and the empty one behind it. */
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }
}
