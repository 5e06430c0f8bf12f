package site.compare;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import site.http.aside.Answer;

/**
 * Decides whether two bodies say the same: JSON whatever its order and blanks, other text whatever
 * its blanks, everything else byte by byte. Bodies that are too long are compared in what was kept
 * of them, byte by byte.
 */
final class Bodies {
  /** Bytes of a body that are kept, coded and decoded. */
  static final int MAX = 256 * 1024;

  private Bodies() {}

  static Optional<Difference> compare(Answer served, Answer other) {
    if (isUnreadable(served) || isUnreadable(other)) {
      return Optional.empty();
    }
    Object one = normalised(served);
    Object two = normalised(other);
    return one.equals(two)
        ? Optional.empty()
        : Optional.of(difference(one.toString(), two.toString()));
  }

  /** From a little before the place where they part. */
  private static Difference difference(String one, String two) {
    int same = 0;
    while (same < Math.min(one.length(), two.length()) && one.charAt(same) == two.charAt(same)) {
      same++;
    }
    int from = Math.max(0, same - 20);
    return Difference.of(Verdict.BODY, from(one, from), from(two, from));
  }

  private static String from(String text, int start) {
    return (start > 0 ? "..." : "") + text.substring(Math.min(start, text.length()));
  }

  /** In a coding we don't know, or coded and not whole. */
  private static boolean isUnreadable(Answer answer) {
    String coding = coding(answer.headers());
    return !coding.isEmpty() && (!coding.equals("gzip") || !answer.whole());
  }

  private static String coding(MultiMap fields) {
    String coding = fields.get("content-encoding");
    return coding == null || coding.equalsIgnoreCase("identity")
        ? ""
        : coding.strip().toLowerCase(Locale.ROOT);
  }

  private static Object normalised(Answer answer) {
    Buffer body = coding(answer.headers()).isEmpty() ? answer.body() : unzipped(answer.body());
    String type = String.valueOf(answer.headers().get("content-type")).toLowerCase(Locale.ROOT);
    if (!answer.whole() || (!type.startsWith("text/") && !type.contains("json"))) {
      return body.toString(StandardCharsets.ISO_8859_1);
    }
    String text = body.toString(StandardCharsets.UTF_8);
    return type.contains("json") ? json(text) : text.replaceAll("\\s+", " ").strip();
  }

  private static Object json(String text) {
    try {
      Object value = Json.decodeValue(text);
      return value == null ? "null" : value;
    } catch (DecodeException e) {
      return text;
    }
  }

  private static Buffer unzipped(Buffer body) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return Buffer.buffer(in.readNBytes(MAX));
    } catch (IOException e) {
      return body;
    }
  }
}
