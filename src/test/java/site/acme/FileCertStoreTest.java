package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.ChallengeKind;
import site.config.KeyKind;
import site.tls.Credential;
import site.tls.InternalCa;

class FileCertStoreTest {
  private static final Generation.Origin ORIGIN =
      new Generation.Origin("ca", Optional.of("https://ca.example.net/account/1"));

  @TempDir Path directory;

  @Test
  void otherProgramsFindTheNewestGenerationUnderCertbotsNames() throws Exception {
    FileCertStore store = store();
    store.blockingPublish("a", credential("one.localhost"), ORIGIN);
    Credential second = credential("two.localhost");

    store.blockingPublish("a", second, ORIGIN);

    Path live = directory.resolve("tls/live/a");
    assertThat(live.toRealPath()).isEqualTo(directory.resolve("tls/archive/a/0002").toRealPath());
    assertThat(live).isDirectoryContaining("glob:**/{cert,chain,fullchain,privkey}.pem");
    assertThat(store.blockingCurrent("a").orElseThrow().leaf()).isEqualTo(second.leaf());
    assertThat(store.blockingCurrent("a").orElseThrow().origin()).isEqualTo(ORIGIN);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(live.resolve("privkey.pem"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live.getParent())))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fullchain.pem", "privkey.pem", "meta.json"})
  void aDamagedGenerationIsPassedOver(String file) throws Exception {
    FileCertStore store = store();
    Credential first = credential("one.localhost");
    store.blockingPublish("a", first, ORIGIN);
    store.blockingPublish("a", credential("two.localhost"), ORIGIN);

    truncate(directory.resolve("tls/archive/a/0002").resolve(file));

    assertThat(store.blockingCurrent("a").orElseThrow().leaf()).isEqualTo(first.leaf());
  }

  @Test
  void aKeyOfAnotherCertificateIsNoGeneration() throws Exception {
    FileCertStore store = store();
    store.blockingPublish("a", credential("one.localhost"), ORIGIN);
    KeyFile.blockingWrite(
        directory.resolve("tls/archive/a/0001/privkey.pem"),
        PrivateKeyMaker.make(KeyKind.P256).getPrivate());

    assertThat(store.blockingCurrent("a")).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftBehindDisturbsNobody() throws Exception {
    FileCertStore store = store();
    store.blockingPublish("a", credential("one.localhost"), ORIGIN);
    Files.createDirectories(directory.resolve("tls/archive/a/.new"));
    Files.writeString(directory.resolve("tls/archive/a/.new/cert.pem"), "half");

    Generation second = store.blockingPublish("a", credential("two.localhost"), ORIGIN);

    assertThat(second.number()).isEqualTo(2);
    assertThat(directory.resolve("tls/archive/a/.new")).doesNotExist();
  }

  @Test
  void threeGenerationsAreKeptAndOlderOnesUntilTheyExpire() throws Exception {
    FileCertStore store = store();
    for (int i = 0; i < 4; i++) {
      store.blockingPublish("a", credential("one.localhost"), ORIGIN);
    }
    assertThat(directory.resolve("tls/archive/a")).isDirectoryContaining("glob:**/0001");

    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1000));
    new FileCertStore(directory.resolve("tls"), later)
        .blockingPublish("a", credential("one.localhost"), ORIGIN);

    assertThat(directory.resolve("tls/archive/a"))
        .isDirectoryNotContaining("glob:**/0002")
        .isDirectoryContaining("glob:**/0003");
    assertThat(store.blockingCurrent("a").orElseThrow().number()).isEqualTo(5);
  }

  @Test
  void theStateComesBackAsItWas() throws Exception {
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    AcmeFailure failure =
        new AcmeFailure(
            AcmeFailure.Kind.CA_BUSY,
            "rateLimited",
            "too many \"certificates\"",
            Optional.of(Duration.ofHours(2)),
            List.of("a.example.com"));
    PendingOrder pending =
        new PendingOrder(
            "ca",
            new URL("https://ca.example.net/order/1"),
            true,
            Optional.of(ChallengeKind.TLS_ALPN_01),
            PendingOrder.Step.NOTHING);
    JobState state =
        new JobState(
            "f00",
            new JobState.Setback(3, Optional.of(now), Optional.of(failure), Optional.of(now)),
            new JobState.Course(
                true,
                1,
                Optional.of(ChallengeKind.HTTP_01),
                Optional.of(ChallengeKind.TLS_ALPN_01),
                true,
                true,
                Optional.of(now)),
            Optional.of(pending),
            new JobState.Outlook(
                Optional.of(new RenewalWindow("id", now, now.plusSeconds(1), Optional.of("x"))),
                Optional.of(now),
                0.25),
            List.of(now));

    store().blockingSave("a", state);

    assertThat(store().blockingState("a")).usingRecursiveComparison().isEqualTo(state);
  }

  @Test
  void aDamagedStateBeginsAnew() throws Exception {
    store().blockingSave("a", JobState.NEW);
    truncate(directory.resolve("tls/state/a.json"));

    assertThat(store().blockingState("a")).isEqualTo(JobState.NEW);
  }

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void aKeyComesBackAsAPair(KeyKind kind) throws Exception {
    KeyPair key = PrivateKeyMaker.make(kind);

    store().blockingSavePendingKey("a", key);

    assertThat(store().blockingPendingKey("a").orElseThrow().getPublic())
        .isEqualTo(key.getPublic());
    assertThat(PrivateKeyMaker.kindOf(key.getPublic())).contains(kind);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNoticedBeforeAnOrder() throws Exception {
    Files.writeString(directory.resolve("tls"), "a file");

    assertThatThrownBy(() -> store().blockingSelfTest())
        .isInstanceOfSatisfying(
            AcmeProblem.class,
            problem -> assertThat(problem.failure().kind()).isEqualTo(AcmeFailure.Kind.LOCAL));
  }

  @Test
  void oneOfTwoServersOrdersAndTheOtherTakesOver() throws Exception {
    IssuerLock first = new IssuerLock(directory);
    IssuerLock second = new IssuerLock(directory);

    assertThat(first.blockingTry()).isTrue();
    assertThat(first.blockingTry()).isTrue();
    assertThat(second.blockingTry()).isFalse();
    first.close();
    assertThat(second.blockingTry()).isTrue();
    second.close();
  }

  private FileCertStore store() {
    return new FileCertStore(directory.resolve("tls"), Clock.systemUTC());
  }

  private Credential credential(String name) throws Exception {
    return InternalCa.blockingOpen(directory.resolve("ca"), Clock.systemUTC())
        .blockingIssue(Set.of(name))
        .credentials()
        .get(0);
  }

  private static void truncate(Path file) throws Exception {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(10);
    }
  }
}
