package site.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in key files and in persistent records. */
class DnsTextsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key \"acme\" {\n\talgorithm hmac-sha512;\n\tsecret \"c2VjcmV0\";\n};\n",
        "key acme { algorithm hmac-sha512; secret c2VjcmV0; };"
      })
  void theKeyFileOfBindSaysAll(String text) throws Exception {
    TsigKey key = TsigKey.of(text, Optional.empty(), Optional.empty());

    assertThat(key.toString()).isEqualTo("acme (hmac-sha512)");
    assertThat(key.secret()).isEqualTo("c2VjcmV0");
  }

  @Test
  void aBareSecretIsOfTheConfiguredKey() throws Exception {
    TsigKey key = TsigKey.of("c2VjcmV0\n", Optional.of("k"), Optional.empty());

    assertThat(key.toString()).isEqualTo("k (hmac-sha256)");
    assertThat(key.secret()).isEqualTo("c2VjcmV0");
  }

  @ParameterizedTest
  @CsvSource({
    "c2VjcmV0, , hmac-sha256, the name of the TSIG key is missing (key)",
    "c2VjcmV0, k, sha3, '\"sha3\" is no TSIG algorithm (expected such as hmac-sha256)'",
    "not base64!, k, hmac-sha256, the secret of the TSIG key is not Base64",
  })
  void whatIsWrongWithAKeyIsSaid(String text, String name, String algorithm, String sentence) {
    assertThatThrownBy(() -> TsigKey.of(text, Optional.ofNullable(name), Optional.of(algorithm)))
        .isInstanceOf(DnsFailure.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca.test; accounturi=https://ca.test/1                                 | false | true",
        "CA.test;accounturi=https://ca.test/1;policy=wildcard                  | true  | true",
        "ca.test; AccountURI=https://ca.test/1; policy=other; new=thing        | false | true",
        "ca.test; accounturi=https://ca.test/1                                 | true  | false",
        "ca.test; accounturi=https://ca.test/2                                 | false | false",
        "other.test; accounturi=https://ca.test/1                              | false | false",
        "ca.test; accounturi=https://ca.test/1; persistUntil=1001              | false | true",
        "ca.test; accounturi=https://ca.test/1; persistUntil=1000              | false | false",
        "ca.test; accounturi=https://ca.test/1; persistUntil=tomorrow          | false | false",
        "ca.test                                                               | false | false",
        "v=spf1 -all                                                           | false | false",
      })
  void aPersistentRecordAllowsOneAccountAtOneAuthority(
      String text, boolean wildcard, boolean allowed) {
    PersistentRecord wanted =
        new PersistentRecord(
            List.of("ca.test", "ca2.test"),
            Optional.of("https://ca.test/1"),
            wildcard,
            Optional.empty());

    boolean allows =
        PersistentRecord.parse(text).filter(found -> found.allows(wanted, NOW)).isPresent();

    assertThat(allows).isEqualTo(allowed);
  }

  @Test
  void aPersistentRecordReadsWhatItWrites() {
    PersistentRecord record =
        new PersistentRecord(
            List.of("ca.test"), Optional.of("https://ca.test/1"), true, Optional.of(NOW));

    assertThat(PersistentRecord.parse(record.text())).contains(record);
  }
}
