package site.cache;

import java.util.Set;

/** A response that is arriving; what is purged meanwhile is not stored. */
final class Pending {
  private final String url;
  private volatile Set<String> tags = Set.of();
  private volatile boolean spoiled;

  Pending(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  void tags(Set<String> known) {
    tags = known;
  }

  boolean isHitBy(Purge purge) {
    return purge.isAbout(url, tags);
  }

  void spoil() {
    spoiled = true;
  }

  boolean isSpoiled() {
    return spoiled;
  }
}
