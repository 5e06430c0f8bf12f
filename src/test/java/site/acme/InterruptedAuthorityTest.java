package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.acme.AcmeFailure.Kind;

/** An authority that goes away in the middle of an order and comes back on the same port. */
class InterruptedAuthorityTest extends WithPebble {

  @ParameterizedTest
  @ValueSource(strings = {"/my-order", "/authZ", "/chalZ", "/finalize-order", "/certZ"})
  void comingBackWithoutMemoryItIsToldEverythingAgain(String path) throws Exception {
    proxy.onAsked(asked -> !asked.startsWith(path));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      JobReport gone = issuance.awaitProblem(NAME);
      String key = accountKey();
      pebble.close();
      pebble = Pebble.start(home.resolve("pebble"), behaviour().on(pebble.port()));
      proxy.onAsked(asked -> true);

      issuance.passUntilIssued();

      assertThat(gone.state().problem().orElseThrow().kind()).isEqualTo(Kind.CA_BUSY);
      assertThat(accountKey()).isEqualTo(key);
      assertThat(proxy.ordersMade()).as("one before, one after").isEqualTo(2);
    }
  }

  @Test
  void whileItIsGoneAnotherOneIsAskedAfterTwoAttempts() throws Exception {
    try (Pebble second = Pebble.start(home.resolve("second"), behaviour());
        Issuance issuance = issuance()) {
      pebble.close();
      Authority gone = Issuance.authority(proxy.directoryUrl(), pebble);
      Authority there =
          new Authority(
              "second",
              second.directoryUrl(),
              Optional.of(second.serverRoot()),
              Optional.empty(),
              Optional.empty());
      issuance.keep(Issuance.spec(gone, there));
      issuance.awaitProblem(NAME);

      issuance.pass(Duration.ofMinutes(2));

      JobReport issued = issuance.awaitCertificate(NAME);
      assertThat(issued.material().orElseThrow().origin().authority()).isEqualTo("second");
    }
  }

  @Test
  void anAnswerThatComesLateIsWaitedFor() throws Exception {
    pebble.freeze();
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.await(NAME, r -> r.activity().startsWith("is being"));

      pebble.thaw();

      issuance.awaitCertificate(NAME);
      assertThat(proxy.ordersMade()).isEqualTo(1);
      assertThat(issuance.news()).noneMatch(n -> n.kind() == CertNews.Kind.FAILED);
    }
  }

  private String accountKey() throws Exception {
    Path key = home.resolve("tls/accounts/pebble/key.pem");
    return Files.readString(key);
  }
}
