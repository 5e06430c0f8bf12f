package site.cache;

import java.util.Set;

/** Which stored responses shall go. Whether they came over http or https makes no difference. */
public sealed interface Purge {
  /** Those of one address, all variants. */
  record Url(String url) implements Purge {}

  /** Those whose address begins so. */
  record Prefix(String prefix) implements Purge {}

  /** Those that have a tag in {@code Cache-Tag} or {@code Surrogate-Key}. */
  record Tag(String tag) implements Purge {}

  /** Whether it is about a response. */
  default boolean isAbout(String key, Set<String> tags) {
    if (this instanceof Tag wanted) {
      return tags.contains(wanted.tag());
    }
    String address = CacheKey.withoutScheme(key);
    if (this instanceof Prefix wanted) {
      return address.startsWith(CacheKey.withoutScheme(CacheKey.ofUrl(wanted.prefix())));
    }
    return address.equals(CacheKey.withoutScheme(CacheKey.ofUrl(((Url) this).url())));
  }
}
