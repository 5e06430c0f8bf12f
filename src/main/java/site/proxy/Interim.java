package site.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import site.http.HeaderRules;

/**
 * What a target says before its answer (RFC 9110 15.2). Vert.x' client knows whose a 100 or a 103
 * is and takes any other for the answer; so the others are shown to it as a 103 that tells its own
 * status in a field.
 */
record Interim(int status, MultiMap fields) {
  static final int EARLY_HINTS = 103;

  /** Said between {@link AnswerGate} or {@link InterimDisguise} and us only. */
  static final String STATUS_FIELD = "site-jar-interim-status";

  private static final Pattern UNKNOWN = Pattern.compile("1[0-9][0-9]");

  /** Takes apart what Vert.x' client calls early hints. */
  static Interim of(MultiMap hints) {
    String status = hints.get(STATUS_FIELD);
    boolean told = status != null && isUnknown(status);
    MultiMap fields = HttpHeaders.headers();
    HeaderRules.copyEndToEnd(hints, fields, Set.of(STATUS_FIELD));
    return new Interim(told ? Integer.parseInt(status) : EARLY_HINTS, fields);
  }

  /** Whether it is an interim status that Vert.x does not know. 101 ends them all. */
  static boolean isUnknown(CharSequence status) {
    return UNKNOWN.matcher(status).matches()
        && !(status.charAt(1) == '0' && "013".indexOf(status.charAt(2)) >= 0);
  }

  /** The first line and the field that make early hints of a head in HTTP/1.1. */
  static ByteBuf disguise(int status) {
    String lines = "HTTP/1.1 103 \r\n" + STATUS_FIELD + ": " + status + "\r\n";
    return Unpooled.copiedBuffer(lines, StandardCharsets.US_ASCII);
  }
}
