package site.apps.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Set;
import kit.ETags;
import kit.EmailAddress;
import kit.Failure;
import kit.Form;
import kit.Language;
import kit.Tokens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions of the kit that need no server. */
class KitRulesTest {
  @ParameterizedTest
  @Tag("K7")
  @CsvSource({
    "de, en, en, de",
    ", de, en, de",
    ", , 'fr;q=0.9,de-AT;q=0.8', de",
    ", , 'en;q=0.2,de;q=0.1', en",
    "xx, yy, 'zz', en",
    ", , 'garbage;;;', en",
    ", , , en"
  })
  void theLanguageIsTheOneAskedForMostPlainly(
      String asked, String cookie, String accepted, String expected) {
    assertThat(Language.choose(asked, cookie, accepted).getLanguage()).isEqualTo(expected);
  }

  @ParameterizedTest
  @Tag("K9")
  @CsvSource({
    "Ada.L@Example.COM, Ada.L@example.com, ada.l@example.com",
    "' ada@bücher.example ', ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
    "a+b@example.com, a+b@example.com, a+b@example.com",
    "ada@BÜCHER.example, ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
    "ada@例え.テスト, ada@xn--r8jz45g.xn--zckzah, ada@xn--r8jz45g.xn--zckzah"
  })
  void anAddressIsKeptAsTypedAndComparedWithoutItsCase(String typed, String address, String key) {
    EmailAddress read = EmailAddress.of(typed).orElseThrow();

    assertThat(read.address()).isEqualTo(address);
    assertThat(read.key()).isEqualTo(key);
    assertThat(read.toString()).doesNotContain("@");
  }

  @ParameterizedTest
  @Tag("K9")
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.com",
        "ada@",
        "ada@localhost",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "ada@[IPv6:2001:db8::1]",
        "ada@2130706433",
        "ada@0x7f.1",
        "ada@example.123",
        "ada@example.com.",
        "ada@.example.com",
        "ada@@example.com",
        "ada@example..com",
        "ada(home)@example.com",
        "ada@exam\u0000ple.com",
        "ada\r\nbcc:eve@example.com",
        "a b@example.com",
        "a..b@example.com",
        "Ada <ada@example.com>",
        "ada@exa_mple.com",
        "ada@-example.com"
      })
  void whatNoMailReachesIsNoAddress(String typed) {
    assertThat(EmailAddress.of(typed)).isEmpty();
  }

  @Test
  @Tag("K9")
  void addressesHaveALongestLength() {
    assertThat(EmailAddress.of("a".repeat(64) + "@example.com")).isPresent();
    assertThat(EmailAddress.of("a".repeat(65) + "@example.com")).isEmpty();
    assertThat(EmailAddress.of("a@" + "b.".repeat(125) + "example")).isEmpty();
  }

  @Test
  @Tag("K13")
  void tokensAreNeverTheSameAndAreForOnePurpose() {
    Tokens tokens = new Tokens();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(tokens.next())).isTrue();
    }
    String token = tokens.next();
    String stored = Tokens.hash("confirm", token);

    assertThat(token).matches("[A-Za-z0-9_-]{22}");
    assertThat(stored).hasSize(64).doesNotContain(token);
    assertThat(Tokens.matches("confirm", token, stored)).isTrue();
    assertThat(Tokens.matches("manage", token, stored)).isFalse();
    assertThat(Tokens.matches("confirm", tokens.next(), stored)).isFalse();
  }

  @Test
  @Tag("K8")
  void whatIsTypedIsMadeTidy() {
    Form form =
        Form.of(
            MultiMap.caseInsensitiveMultiMap()
                .add("name", "  A\u0308da \t L ")
                .add("name", "other")
                .add("note", "a\r\nb\n"));

    assertThat(form.text("name")).isEqualTo("Äda L");
    assertThat(form.lines("note")).isEqualTo("a\nb");
    assertThat(form.text("nothing")).isEmpty();
  }

  @ParameterizedTest
  @Tag("K8")
  @ValueSource(strings = {"a\u0000b", "a\u001bb", "\u0085"})
  void controlCharactersAreRefused(String typed) {
    assertThatThrownBy(() -> Form.of(MultiMap.caseInsensitiveMultiMap().add("name", typed)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"a\"', true",
    "'W/\"a\"', true",
    "'\"b\", \"a\"', true",
    "'*', true",
    "'\"b\"', false"
  })
  void aClientHasWhatOneOfItsTagsNames(String ifNoneMatch, boolean expected) {
    assertThat(ETags.matches(ifNoneMatch, "\"a\"")).isEqualTo(expected);
  }
}
