package site.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsAlertTest {
  private static final Optional<Identity> SOMEBODY =
      Optional.of(TestIdentities.elliptic("one.example"));
  private static final List<String> SPOKEN = List.of("h2", "http/1.1", "acme-tls/1");

  @ParameterizedTest
  @CsvSource({
    "one.example, false, h2,       UNRECOGNIZED_NAME",
    "'',          false, h2,       HANDSHAKE_FAILURE",
    "one.example, true,  imap,     NO_APPLICATION_PROTOCOL",
    "one.example, true,  'imap,h2',",
    "one.example, true,  '',",
    "'',          true,  h2,",
  })
  void theReasonIsTold(String name, boolean known, String offered, TlsAlert expected) {
    var hello =
        new ClientHello(
            Optional.of(name).filter(n -> !n.isEmpty()),
            offered.isEmpty() ? List.of() : List.of(offered.split(",")),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty());
    var choice =
        new Choice("1", Optional.of(hello), known ? SOMEBODY : Optional.empty(), Optional.empty());

    assertThat(TlsAlert.against(choice, SPOKEN)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void whatIsNoClientHelloIsLeftToTheEngine() {
    var choice = new Choice("1", Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(TlsAlert.against(choice, SPOKEN)).isEmpty();
  }
}
