package site.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.HandshakeConfig.Engine;
import site.config.HandshakeConfig.Preset;
import site.config.ListenerConfig.Protocol;

class ConfigReaderTest {
  @TempDir Path directory;
  private SampleHome home;

  @BeforeEach
  void makeHome() throws IOException {
    home = new SampleHome(directory);
  }

  @Test
  void withoutConfigurationTheWebrootAndTheAppsAreServed() {
    Config config = valid(home.reader().defaults());

    assertThat(config.listeners())
        .extracting(ListenerConfig::address, ListenerConfig::tls, ListenerConfig::protocols)
        .containsExactly(
            tuple(new Address.Tcp("", 8080), false, Set.of(Protocol.H1, Protocol.H2)),
            tuple(new Address.Tcp("", 8443), true, Set.of(Protocol.H1, Protocol.H2, Protocol.H3)));
    assertThat(config.apps().get("weather").from())
        .isEqualTo(directory.resolve("apps/weather.jar"));
    SiteConfig site = config.sites().get(0);
    assertThat(site.hosts()).containsExactly("*");
    assertThat(site.httpsRedirect()).isEmpty();
    assertThat(site.routes())
        .extracting(RouteConfig::path, RouteConfig::stripPrefix, RouteConfig::action)
        .containsExactly(
            tuple("/weather/*", Optional.of("/weather"), new ActionConfig.App("weather")),
            tuple(
                "/*",
                Optional.empty(),
                new ActionConfig.Files(
                    directory.resolve("webroot"),
                    List.of("index.html"),
                    Optional.empty(),
                    false,
                    false,
                    List.of(),
                    false)));
  }

  @Test
  void everythingHasADefault() {
    Config config = valid(home.reader().defaults());

    assertThat(config.home()).isEqualTo(directory);
    assertThat(config.trustedProxies()).isEmpty();
    assertThat(config.tls())
        .isEqualTo(
            new TlsConfig(
                TlsConfig.Mode.AUTO,
                new HandshakeConfig(Engine.AUTO, Preset.INTERMEDIATE, "TLSv1.2"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                TlsConfig.UnknownName.REFUSE,
                TlsConfig.Missing.PLACEHOLDER,
                new IssuanceConfig(
                    List.of(KeyKind.P256),
                    false,
                    List.of(
                        new IssuanceConfig.Authority(
                            "letsencrypt",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01)),
                new AcmeConfig(
                    Optional.empty(),
                    AcmeConfig.Terms.ACCEPT,
                    true,
                    true,
                    OptionalDouble.empty(),
                    AcmeConfig.MappedPorts.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(30),
                    AcmeConfig.Cluster.LOCK,
                    false,
                    Optional.empty()),
                0.1,
                Optional.empty(),
                Optional.empty()));
    assertThat(config.log())
        .isEqualTo(
            new LogConfig(
                new LogConfig.Access(LogConfig.Sink.STDOUT, "combined", Optional.empty(), 1),
                new LogConfig.Server(
                    LogConfig.Sink.STDOUT, "info", LogConfig.Format.TEXT, Optional.empty())));
    assertThat(config.admin().socket()).isEqualTo(directory.resolve("run/admin.sock"));
    assertThat(config.limits())
        .isEqualTo(
            new LimitsConfig(
                32 << 10,
                100,
                16 << 10,
                Duration.ofSeconds(10),
                240,
                Duration.ofSeconds(75),
                50_000,
                Optional.empty(),
                Optional.empty(),
                128));
    assertThat(config.shutdown())
        .isEqualTo(new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(30)));
    assertThat(config.apps().get("weather"))
        .isEqualTo(
            new AppConfig(
                directory.resolve("apps/weather.jar"),
                Optional.empty(),
                1,
                AppConfig.Threads.EVENT_LOOP,
                Map.of(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                RolloutConfig.NONE,
                true,
                new SupervisionConfig(
                    new SupervisionConfig.Restart(
                        Stream.of(1, 2, 5, 15, 60).map(Duration::ofSeconds).toList(), 5),
                    Optional.empty(),
                    new SupervisionConfig.Recycle(Optional.empty(), Optional.empty()),
                    new SupervisionConfig.Limits(Optional.empty(), 1000, Duration.ofSeconds(5)))));
    assertThat(config.sites().get(0).routes())
        .extracting(RouteConfig::middleware)
        .containsOnly(MiddlewareConfig.NONE);
  }

  @Test
  void whatIsNoAppInTheFolderOfAppsIsPassedOverWithAWarning() throws IOException {
    home.write("apps/weather/lib.jar", "a jar");
    home.write("apps/sources/java/Main.java", "class Main {}");
    home.write("apps/two words.jar", "a jar");
    home.write("apps/README", "read me");

    ConfigResult result = home.reader().defaults();

    assertThat(valid(result).apps()).containsOnlyKeys("sources", "weather");
    assertThat(result.problems())
        .extracting(ConfigProblem::toString)
        .containsExactlyInAnyOrder(
            "apps/two words.jar: warning: passed over: its name is no name for an app",
            "apps/weather.jar: warning: passed over: there is another app weather");
  }

  @Test
  void anEmptyHomeIsServedWithAWarning(@TempDir Path empty) {
    ConfigResult result = new ConfigReader(empty, name -> null).defaults();

    assertThat(valid(result).sites()).isEmpty();
    assertThat(result.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).contains("every request is answered 404"));
  }

  @Test
  void withoutTlsThereIsNoTlsListenerByDefault() throws IOException {
    Config config = valid(home.read("tls: { mode: off }"));

    assertThat(config.listeners())
        .singleElement()
        .isEqualTo(
            new ListenerConfig(
                new Address.Tcp("", 8080),
                false,
                Set.of(Protocol.H1, Protocol.H2),
                List.of(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void theRuntimeDirectoryOfSystemdHoldsTheSocketUnlessTheFileNamesOne() throws IOException {
    Map<String, String> environment = Map.of("RUNTIME_DIRECTORY", "/run/site:/run/other");
    ConfigReader reader = home.reader(environment::get);

    Config silent = valid(reader.defaults());
    Config written = valid(reader.read(home.write("site.yaml", "admin: { socket: run/a.sock }")));

    assertThat(silent.admin().socket()).isEqualTo(Path.of("/run/site/admin.sock"));
    assertThat(written.admin().socket()).isEqualTo(directory.resolve("run/a.sock"));
  }

  @Test
  void aFileThatCannotBeReadIsAProblemWithThatFile() throws IOException {
    Files.write(directory.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4, '\n'});
    home.write("big.yaml", "#".repeat((1 << 20) + 1));

    assertThat(problems("none.yaml")).containsExactly("none.yaml: no such file");
    assertThat(problems("latin.yaml")).containsExactly("latin.yaml: is not UTF-8");
    assertThat(problems("big.yaml")).containsExactly("big.yaml: larger than 1 MiB");
    assertThat(problems("webroot"))
        .singleElement()
        .asString()
        .startsWith("webroot: cannot be read");
  }

  @Test
  void aFileIsCalledAsItWasTyped() throws IOException {
    Path elsewhere = home.write("elsewhere/site.yaml", "nonsense: 1");
    var reader = new ConfigReader(directory.resolve("webroot"), name -> null);

    assertThat(reader.read(elsewhere).problems().get(0).place().file())
        .isEqualTo(elsewhere.toString());
    assertThat(reader.read(Path.of("no/such.yaml")).problems().get(0).place().file())
        .isEqualTo("no/such.yaml");
  }

  @Test
  void equalFilesGiveEqualConfigurations() throws IOException {
    String yaml =
        Files.readString(Path.of("src/test/resources/site/config/golden/contract-available.yaml"));

    assertThat(valid(home.read(yaml))).isEqualTo(valid(home.read(yaml)));
  }

  @Test
  void autoMeansAnInstancePerProcessor() throws IOException {
    Config config =
        valid(home.read("apps: { weather: { from: apps/weather.jar, instances: auto } }"));

    assertThat(config.apps().get("weather").instances())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  private List<String> problems(String file) {
    ConfigResult result = home.reader().read(directory.resolve(file));
    assertThat(result).isInstanceOf(ConfigResult.Invalid.class);
    return result.problems().stream().map(ConfigProblem::toString).toList();
  }

  private static Config valid(ConfigResult result) {
    assertThat(result).as(result.problems().toString()).isInstanceOf(ConfigResult.Valid.class);
    return ((ConfigResult.Valid) result).config();
  }
}
