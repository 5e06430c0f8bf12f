package site.middleware.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes that other programs made: openssl, htpasswd, glibc, Python and the Argon2 reference. */
class PasswordHashTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "päss wörd 12345678901234567890 | $apr1$abcdefgh$zTXj6pq6vyGV2x6gQDfQl0",
        "x | $1$ab$e2KlfqG5YBMTjSz7XF.Eu1",
        "päss wörd 12345678901234567890 |"
            + " $5$abcdefgh$UoDxQ97Ft7NcI6T4VMdV5AX0QNoOojdUibTmrscFNNC",
        "päss wörd 12345678901234567890 |"
            + " $6$abcdefgh$pYF34RTQdCNDx/mztKzGohvpziJLbiJef5N8QyCVN2HVBSEkiOMxmnlelZ3YqT87sjVz6ISwQf9mXaKZILCzZ1",
        "secret |"
            + " $6$rounds=2000$abc$mnYT50Lp6gNkWZnon5fyczjTbICwe5fNDo5ZHZuQU7ry0kTJLx6vNZ9VASp5yU7w3VT4aR4og23CDUUvjI5CE.",
        "secret | $2y$05$iz7xz7X6n.DBodxPhQZGOO0EqOQUr9VlljkOIKZEkveWr1/.FO7Y.",
        "secret |"
            + " $scrypt$ln=10,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$S7FwBvpu+z8K0PUVUagFRTUAB2dAxIZpzVHvLZir+98",
        "password |"
            + " $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      })
  void aHashKnowsItsPasswordAndNoOther(String password, String hash) {
    PasswordHash stored = PasswordHash.of(hash);

    assertThat(stored.blockingMatches(password)).isTrue();
    assertThat(stored.blockingMatches(password + "x")).isFalse();
    assertThat(stored.blockingMatches("")).isFalse();
  }

  @Test
  void aNewHashIsSaltedAndKnowsItsPassword() {
    String one = Argon2Hash.blockingMake("secret", new SecureRandom());
    String other = Argon2Hash.blockingMake("secret", new SecureRandom());

    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(other);
    assertThat(PasswordHash.of(one).blockingMatches("secret")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"plain", "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", "$argon2id$x", "$6$", "$apr1$"})
  void whatIsNoHashIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> PasswordHash.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain(text);
  }
}
