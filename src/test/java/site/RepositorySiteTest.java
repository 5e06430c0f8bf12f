package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages this repository serves, looked at as files. */
class RepositorySiteTest {
  private static final Path WEBROOT = Path.of("webroot");
  private static final Path HELLO = Path.of("src/apps/hello/resources/hello/hello.html");

  private static final List<String> ROUTES =
      all("path: (/.+/)\\*", text(Path.of("config/site.yaml")));

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "404.html", "50x.html"})
  void everythingAPageAsksForIsServedByThisSite(String page) throws IOException {
    String html = Files.readString(WEBROOT.resolve(page));

    List<String> links = all("(?:href|src)=\"([^\"]*)\"", html);

    assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(isAnswered(link, html)).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "404.html", "50x.html"})
  void noPageNeedsAScriptOrAStyleOfItsOwn(String page) throws IOException {
    String html = Files.readString(WEBROOT.resolve(page));

    assertThat(html)
        .doesNotContain("<script", "<style", "style=\"")
        .doesNotContainPattern(" on\\w+=");
  }

  /** A browser ignores the style without a word when the page's policy names another hash. */
  @Test
  void thePolicyOfTheHelloPageAllowsItsStyle() throws Exception {
    String html = Files.readString(HELLO);

    String style = all("(?s)<style>(.*?)</style>", html).get(0);

    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(html).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
  }

  private static boolean isAnswered(String link, String html) {
    if (link.startsWith("#")) {
      return html.contains("id=\"" + link.substring(1) + "\"");
    }
    String path = link.replaceAll("#.*", "");
    return path.equals("/")
        || isRouted(path)
        || Files.isRegularFile(WEBROOT.resolve(path.substring(1)));
  }

  private static boolean isRouted(String path) {
    return ROUTES.stream().anyMatch(path::startsWith);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> all(String pattern, String text) {
    var found = new ArrayList<String>();
    var matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
