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
    String place) {}
