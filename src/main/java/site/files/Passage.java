package site.files;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import site.http.ByteRange;

/**
 * What a body is made of: parts of a file with texts between them, which are there only when there
 * are several parts (RFC 9110 14.6).
 *
 * @param before in front of the part of the same place
 * @param after behind the last one
 */
record Passage(List<ByteRange.Part> parts, List<Buffer> before, Buffer after) {
  private static final Buffer NOTHING = Buffer.buffer();

  static Passage of(ByteRange.Part part) {
    return new Passage(List.of(part), List.of(NOTHING), NOTHING);
  }

  /** A {@code multipart/byteranges} body and the boundary it has. */
  static Passage multipart(List<ByteRange.Part> parts, Representation file, String boundary) {
    List<Buffer> before =
        parts.stream()
            .map(
                part ->
                    Buffer.buffer(
                        "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                            .formatted(
                                boundary, file.about().type(), part.contentRange(file.size()))))
            .toList();
    return new Passage(parts, before, Buffer.buffer("\r\n--" + boundary + "--\r\n"));
  }

  /** One that no content holds but by a chance of one in 2^128. */
  static String boundary() {
    var random = ThreadLocalRandom.current();
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  long length() {
    long texts = after.length() + before.stream().mapToLong(Buffer::length).sum();
    return texts + parts.stream().mapToLong(ByteRange.Part::length).sum();
  }

  boolean isOnePart() {
    return parts.size() == 1;
  }

  /** The body, of content that is in memory. */
  Buffer cut(Buffer content) {
    if (isOnePart()) {
      return cut(content, parts.get(0));
    }
    Buffer body = Buffer.buffer((int) length());
    for (int i = 0; i < parts.size(); i++) {
      body.appendBuffer(before.get(i)).appendBuffer(cut(content, parts.get(i)));
    }
    return body.appendBuffer(after);
  }

  private static Buffer cut(Buffer content, ByteRange.Part part) {
    return part.isAllOf(content.length())
        ? content
        : content.slice((int) part.first(), (int) part.last() + 1);
  }
}
