package site.files;

import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import site.http.coding.Coding;

/**
 * What is said of a file's content beside its state.
 *
 * @param type the {@code Content-Type}
 * @param cacheControl null when nothing is said
 * @param coding null when the content is as it lies on the disk
 * @param varies whether other clients may be sent it in another coding
 */
record Described(CharSequence type, CharSequence cacheControl, Coding coding, boolean varies) {

  static Described plain(String type, Optional<CharSequence> cacheControl, boolean varies) {
    return new Described(
        HttpHeaders.createOptimized(type), cacheControl.orElse(null), null, varies);
  }

  /** The same content in a coding. */
  Described in(Coding coding) {
    return new Described(type, cacheControl, coding, true);
  }
}
