package site.files;

import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import site.http.HttpDate;

/**
 * One state of a file as clients are told of it, with its header fields ready to be sent.
 *
 * @param size in bytes, as sent
 * @param lastModified null while the file is not settled
 * @param settled whether the stamp still vouches for the content
 */
record Representation(
    Path file,
    Stamp stamp,
    boolean settled,
    long size,
    Validators validators,
    Described about,
    CharSequence etag,
    CharSequence lastModified) {
  private static final int TAG_BYTES = 15;

  /** A file that was read: its tag is the digest of the very bytes that are sent. */
  static Representation ofContent(
      Path file, Stamp stamp, byte[] content, Described about, Instant now) {
    return of(file, stamp, content.length, tag(content), about, now);
  }

  /** The same state of the file in another form; the tag is that of its very bytes, too. */
  Representation coded(byte[] content, Described form) {
    String etag = tag(content);
    return new Representation(
        file,
        stamp,
        settled,
        content.length,
        new Validators(etag, validators.modified()),
        form,
        HttpHeaders.createOptimized(etag),
        lastModified);
  }

  /** A file too large to be read: its tag is as good as its stamp. */
  static Representation ofStamp(Path file, Stamp stamp, Described about, Instant now) {
    String tag = tag(stamp.toString().getBytes(StandardCharsets.UTF_8));
    String etag = stamp.isSettled(now) ? tag : "W/" + tag;
    return of(file, stamp, stamp.size(), etag, about, now);
  }

  private static Representation of(
      Path file, Stamp stamp, long size, String etag, Described about, Instant now) {
    boolean settled = stamp.isSettled(now);
    Instant modified = settled ? stamp.modified().truncatedTo(ChronoUnit.SECONDS) : null;
    return new Representation(
        file,
        stamp,
        settled,
        size,
        new Validators(etag, modified),
        about,
        HttpHeaders.createOptimized(etag),
        settled ? HttpHeaders.createOptimized(HttpDate.format(modified)) : null);
  }

  private static String tag(byte[] bytes) {
    byte[] digest = Arrays.copyOf(sha256().digest(bytes), TAG_BYTES);
    return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
