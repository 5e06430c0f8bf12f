package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  private final Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(strings = {"a", "4bf92f35-77b3_4da6.A", "-", "7"})
  void aSaneIdOfATrustedPeerIsKept(String offered) {
    assertThat(RequestId.choose(true, offered, random)).isEqualTo(offered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "a\"b", "a;b", "a/b", "\u00e9", "%41", "a,b"})
  void anIdThatCouldBreakALogIsReplaced(String offered) {
    assertThat(RequestId.choose(true, offered, random)).matches("[a-z2-7]{16}");
  }

  @Test
  void sixtyFourCharactersAreKeptAndOneMoreIsNot() {
    String longest = "x".repeat(64);

    assertThat(RequestId.choose(true, longest, random)).isEqualTo(longest);
    assertThat(RequestId.choose(true, longest + "x", random)).matches("[a-z2-7]{16}");
  }

  @Test
  void nobodyElseMayNameARequest() {
    assertThat(RequestId.choose(false, "mine", random)).matches("[a-z2-7]{16}");
    assertThat(RequestId.choose(true, null, random)).matches("[a-z2-7]{16}");
  }

  @Test
  void newIdsDiffer() {
    Set<String> ids = new HashSet<>();

    for (int i = 0; i < 10_000; i++) {
      ids.add(RequestId.choose(false, null, random));
    }

    assertThat(ids).hasSize(10_000);
  }
}
