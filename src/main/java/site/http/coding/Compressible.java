package site.http.coding;

import java.util.Locale;
import java.util.Set;

/** Which content is worth compressing. Pure. */
public final class Compressible {
  /** Smaller content fits into the packet its head is in anyway. */
  public static final int LEAST_BYTES = 512;

  /** Beside {@code text/*} and whatever is made of JSON, XML or text by its suffix (RFC 6838). */
  private static final Set<String> TYPES =
      Set.of(
          "application/javascript",
          "application/x-javascript",
          "application/ecmascript",
          "application/json",
          "application/json5",
          "application/x-ndjson",
          "application/jsonl",
          "application/xml",
          "application/xml-dtd",
          "application/yaml",
          "application/toml",
          "application/sql",
          "application/graphql",
          "application/graphql-response+json",
          "application/rtf",
          "application/wasm",
          "application/vnd.apple.mpegurl",
          "application/vnd.ms-fontobject",
          "application/x-pem-file",
          "application/x-sh",
          "font/ttf",
          "font/otf",
          "font/collection",
          "image/bmp",
          "image/x-icon",
          "image/vnd.microsoft.icon",
          "model/gltf-binary");

  private static final Set<String> SUFFIXES = Set.of("+json", "+xml", "+yaml", "+json-seq");

  private Compressible() {}

  /**
   * Whether content of a type gets notably smaller. Server-sent events are text, but of few bytes
   * at a time, and they are made to arrive at once.
   *
   * @param contentType with or without parameters, null when unknown
   */
  public static boolean isType(String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    String type = (end < 0 ? contentType : contentType.substring(0, end)).trim();
    return isPlainType(type.toLowerCase(Locale.ROOT));
  }

  private static boolean isPlainType(String type) {
    if (type.startsWith("text/")) {
      return !type.equals("text/event-stream");
    }
    int plus = type.lastIndexOf('+');
    return TYPES.contains(type) || (plus > 0 && SUFFIXES.contains(type.substring(plus)));
  }
}
