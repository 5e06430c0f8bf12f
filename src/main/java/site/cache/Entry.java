package site.cache;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stored response: its head, and where its content is, in memory, on disk or both. The content
 * never changes; a validation may give it another head.
 */
final class Entry {
  private static final int OVERHEAD = 512;

  private final Address address;
  private final Vary vary;
  private final Content content;
  private volatile Head head;
  private volatile Buffer inMemory;
  private volatile boolean onDisk;
  private volatile boolean used;
  private volatile boolean removed;

  /**
   * What it is the answer to.
   *
   * @param url see {@link CacheKey}
   * @param route tells routes apart that answer for the same addresses
   */
  record Address(String url, String route) {}

  /**
   * Its content.
   *
   * @param id the name of its files
   * @param checksum CRC-32 of all bytes
   */
  record Content(String id, long length, int checksum) {}

  /**
   * A stored response.
   *
   * @param inMemory its content, null when that is on disk only
   */
  Entry(Address address, Vary vary, Head head, Content content, Buffer inMemory, boolean onDisk) {
    this.address = address;
    this.vary = vary;
    this.head = head;
    this.content = content;
    this.inMemory = inMemory;
    this.onDisk = onDisk;
  }

  Address address() {
    return address;
  }

  Vary vary() {
    return vary;
  }

  Content content() {
    return content;
  }

  long length() {
    return content.length();
  }

  Head head() {
    return head;
  }

  void head(Head newer) {
    head = newer;
  }

  /** Null when the content is on disk only. */
  Buffer inMemory() {
    return inMemory;
  }

  void inMemory(Buffer bytes) {
    inMemory = bytes;
  }

  boolean isOnDisk() {
    return onDisk;
  }

  void onDisk(boolean there) {
    onDisk = there;
  }

  boolean isFor(String route, Function<String, List<String>> request) {
    return address.route().equals(route) && vary.matches(request);
  }

  /** For the second chance; writes only what changes, as all loops read it. */
  void use() {
    if (!used) {
      used = true;
    }
  }

  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  boolean isRemoved() {
    return removed;
  }

  void remove() {
    removed = true;
  }

  /** Bytes it takes, wherever. */
  long weight() {
    return OVERHEAD + address.url().length() + head.fields().weight() + content.length();
  }

  /** The names it can be purged by. */
  Set<String> tags() {
    return Stream.concat(split("cache-tag", ","), split("surrogate-key", " "))
        .map(String::trim)
        .filter(tag -> !tag.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> split(String field, String separator) {
    return head.fields().values(field).stream()
        .flatMap(line -> Arrays.stream(line.split(separator, -1)));
  }
}
