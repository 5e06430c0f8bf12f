package site.cache;

/**
 * One stored response, as {@code cache list} shows it.
 *
 * @param ageSeconds since its origin made or last validated it
 * @param ttlSeconds it stays fresh; negative for how long it has been stale
 * @param place {@code memory}, {@code disk} or both
 */
public record StoredItem(
    String url,
    int status,
    long bytes,
    long ageSeconds,
    long ttlSeconds,
    String vary,
    String place) {

  static StoredItem of(Entry entry, long nowMillis) {
    Terms terms = entry.head().terms();
    String inMemory = entry.inMemory() == null ? "" : "memory";
    String place = entry.isOnDisk() ? (inMemory + " disk").trim() : inMemory;
    return new StoredItem(
        entry.address().url(),
        entry.head().status(),
        entry.length(),
        terms.ageMillis(nowMillis) / 1000,
        Math.floorDiv(terms.freshForMillis(nowMillis), 1000),
        String.join(", ", entry.vary().names()),
        place);
  }
}
