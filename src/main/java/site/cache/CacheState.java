package site.cache;

/**
 * What a cache holds and has done since it was opened, as {@code status}, {@code cache stats} and
 * metrics show it.
 *
 * @param name the site or the route it belongs to
 * @param entries responses stored
 * @param bytes of all of them, in memory and on disk
 * @param maxBytes the most {@code bytes} may be
 * @param memoryBytes of those whose content is in memory
 * @param hits answered without asking the origin, stale ones not included
 * @param stale answered with a stale response: while it is refreshed, because the origin failed, or
 *     because the client did not mind
 * @param misses sent to the origin because nothing was stored that could be used
 * @param validated sent to the origin, which said that what is stored is still good
 * @param bypassed sent to the origin because the cache has nothing to do with them
 * @param collapsed of the misses, those that waited for the answer to another's
 * @param stored responses put in
 * @param evicted responses that went for lack of room
 * @param purged responses that went because somebody said so, an unsafe request included
 * @param damaged responses on disk that were not what had been written, and were dropped
 * @param notWritten responses kept in memory only, as the disk was full, failing or too slow
 */
public record CacheState(
    String name,
    int entries,
    long bytes,
    long maxBytes,
    long memoryBytes,
    long hits,
    long stale,
    long misses,
    long validated,
    long bypassed,
    long collapsed,
    long stored,
    long evicted,
    long purged,
    long damaged,
    long notWritten) {

  @Override
  public String toString() {
    return "%s entries=%d bytes=%d memory=%d hits=%d stale=%d misses=%d validated=%d bypassed=%d"
        .formatted(name, entries, bytes, memoryBytes, hits, stale, misses, validated, bypassed);
  }
}
