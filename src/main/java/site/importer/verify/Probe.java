package site.importer.verify;

/** One safe request both servers get: a host and a path with its query. */
public record Probe(String host, String target) {
  @Override
  public String toString() {
    return "GET " + (host.isEmpty() ? "" : "//" + host) + target;
  }
}
