package site.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encoding of keys and certificates (RFC 7468). */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]++)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /**
   * One block.
   *
   * @param label what it says it is, such as {@code CERTIFICATE}
   * @param text between the two markers; Base64, in old encrypted keys preceded by headers
   */
  public record Block(String label, String text) {

    /**
     * The bytes.
     *
     * @throws IllegalArgumentException when the text is not Base64
     */
    public byte[] bytes() {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    }
  }

  /** The blocks of a file in their order; whatever stands between them is a comment. */
  public static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /** One block as it stands in a file, with a line feed at its end. */
  public static String encode(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
