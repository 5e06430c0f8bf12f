package site.middleware;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  @Test
  void aNameEndsAtTheFirstColon() {
    String field = "basic " + base64("äda:p:w".getBytes(UTF_8));

    assertThat(Credentials.parse(field)).isEqualTo(Optional.of(new Credentials("äda", "p:w")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic !", "Bearer YTpi", "Basic YQ==", "Basic YTpi YTpi"})
  void whatMakesNoSenseIsNothing(String field) {
    assertThat(Credentials.parse(field)).isEmpty();
  }

  @Test
  void neitherIsWhatIsNotUtf8OrTooLong() {
    assertThat(Credentials.parse("Basic " + base64("ä:b".getBytes(ISO_8859_1)))).isEmpty();
    assertThat(Credentials.parse("Basic " + base64(new byte[1025]))).isEmpty();
    assertThat(Credentials.parse(null)).isEmpty();
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
