package site.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;

/** Names in the sense of the protocols and of this configuration. Pure. */
final class Names {
  /** Harmless as a file name, a thread name, a path segment and a label of a metric. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** RFC 9110 5.6.2. */
  static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  private static final Pattern JAVA_CLASS =
      Pattern.compile(
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

  private static final String LINK_PARAMETER =
      "(; ?[a-z0-9*-]+(=([!#$%&'*+.^_`|~0-9A-Za-z-]+|\"[ !#-\\[\\]-~]*\"))?)";

  /** RFC 8288 3, whose every link needs a relation. */
  private static final Pattern LINK =
      Pattern.compile(
          "<[!-;=?-~]+>%1$s*; ?rel=(\"[a-z -]+\"|[a-z-]+)%1$s*".replace("%1$s", LINK_PARAMETER));

  /** How a message is cut into pieces is the server's business alone (RFC 9110 7.6.1, 8.6). */
  private static final Set<String> FRAMING =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length");

  private Names() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Of an app or an upstream. */
  static Scalar name() {
    return Scalars.withPattern(
        "a name of letters, digits, dots, hyphens and underscores", "^" + NAME.pattern() + "$");
  }

  static Scalar javaClass() {
    return Scalars.textThat(
        "the name of a class such as weather.WeatherVerticle",
        text -> JAVA_CLASS.matcher(text).matches());
  }

  /** Methods are case-sensitive (RFC 9110 9.1), and nobody means {@code get}. */
  static Scalar method() {
    return new Scalar(
        "a request method such as GET",
        (text, home) -> {
          String upper = text.toUpperCase(Locale.ROOT);
          if (!TOKEN.matcher(text).matches()) {
            return Reading.WRONG;
          }
          return upper.equals(text) ? new Reading.Value(text) : new Reading.Wrong("", upper);
        },
        Map.of("type", "string", "pattern", "^[^a-z\\s]+$"));
  }

  /** Of a field to look at; gives lower case. */
  static Scalar header() {
    return Scalars.parsed(
        "the name of a header",
        text ->
            Optional.of(text)
                .filter(name -> TOKEN.matcher(name).matches())
                .map(name -> name.toLowerCase(Locale.ROOT)));
  }

  /** Of a field to set; gives lower case. */
  static Scalar settableHeader() {
    return Scalars.parsed(
        "the name of a header that is not about framing or the connection",
        text ->
            Optional.of(text.toLowerCase(Locale.ROOT))
                .filter(name -> TOKEN.matcher(name).matches() && !FRAMING.contains(name)));
  }

  /** What a {@code Link} field says of another resource. */
  static Scalar link() {
    return Scalars.textThat(
        "a link such as </site.css>; rel=preload; as=style", text -> LINK.matcher(text).matches());
  }

  /** RFC 9110 5.5: visible characters, blanks between them. */
  static Scalar headerValue() {
    return new Scalar(
        "the value of a header, on one line",
        (text, home) ->
            text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f))
                    && text.strip().equals(text)
                ? new Reading.Value(text)
                : Reading.WRONG,
        Map.of("type", List.of("string", "number", "boolean")));
  }
}
