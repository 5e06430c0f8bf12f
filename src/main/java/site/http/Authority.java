package site.http;

/**
 * The host and port a request is for (RFC 9110 7.2).
 *
 * @param host lower case, without a trailing dot; IPv6 addresses without brackets
 * @param port as written, -1 when absent
 */
public record Authority(String host, int port) {
  @Override
  public String toString() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port < 0 ? name : name + ":" + port;
  }
}
