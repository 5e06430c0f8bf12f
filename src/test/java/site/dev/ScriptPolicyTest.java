package site.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptPolicyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // policies, separated by & | the attribute, or - where the script must stay out
        "`` | ``",
        "default-src 'self' | ``",
        "DEFAULT-SRC 'self'; img-src * | ``",
        "default-src * | ``",
        "img-src 'none' | ``",
        "default-src 'none' | -",
        "script-src 'none' | -",
        "script-src 'self'; connect-src 'none' | -",
        "default-src 'none'; script-src 'self'; connect-src 'self' | ``",
        "script-src 'self'; script-src-elem 'none' | -",
        "script-src https://cdn.example | -",
        "script-src 'self' 'strict-dynamic' | -",
        "script-src 'nonce-a1B+/=' 'strict-dynamic' |  nonce=\"a1B+/=\"",
        "script-src 'nonce-x\"y' | -",
        "script-src 'self'; script-src 'none' | ``",
        "script-src 'self' & default-src 'none' | -",
        "script-src 'self' & script-src 'nonce-abc' |  nonce=\"abc\"",
        "sandbox | -",
        "sandbox allow-scripts allow-same-origin | ``",
      })
  void theScriptGoesWhereThePolicyLetsIt(String policies, String expected) {
    List<String> fields = policies.isEmpty() ? List.of() : Arrays.asList(policies.split("&"));

    String attribute = ScriptPolicy.attribute(fields).map(String::strip).orElse("-");

    assertThat(attribute).isEqualTo(expected.strip());
  }
}
