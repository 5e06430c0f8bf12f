package site.acme;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import site.Ports;
import site.config.ChallengeKind;
import site.config.KeyKind;

/** A test with a real authority and, in front of it, a proxy that can spoil what it answers. */
abstract class WithPebble {
  static final String NAME = "www.example.com";

  @TempDir Path home;

  final int http = Ports.free();
  final Vertx vertx = Vertx.vertx();
  Pebble pebble;
  FaultProxy proxy;

  @BeforeEach
  void startPebble() throws Exception {
    assumeTrue(Pebble.isInstalled(), Pebble.MISSING);
    restart(behaviour());
  }

  @AfterEach
  void stopPebble() throws Exception {
    if (pebble != null) {
      pebble.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  Pebble.Behaviour behaviour() {
    return new Pebble.Behaviour(http, http);
  }

  /** Another one in its place; pebble remembers nothing of what the last one knew. */
  void restart(Pebble.Behaviour behaviour) throws Exception {
    if (pebble != null) {
      pebble.close();
    }
    pebble = Pebble.start(home.resolve("pebble"), behaviour);
    proxy = new FaultProxy(vertx, pebble);
  }

  Issuance issuance() throws Exception {
    return new Issuance(home, http);
  }

  CertSpec spec() {
    return Issuance.spec(Issuance.authority(proxy.directoryUrl(), pebble), NAME);
  }

  CertSpec profiled(String profile, boolean required) {
    CertSpec plain = spec();
    return new CertSpec(
        NAME,
        plain.names(),
        KeyKind.P256,
        false,
        Optional.of(new CertSpec.Profile(profile, required)),
        Optional.empty(),
        plain.authorities(),
        List.of(ChallengeKind.HTTP_01));
  }

  /** The authority with another pebble for trials. */
  Authority withStaging(Pebble other, URI trials) throws Exception {
    Path roots = home.resolve("roots.pem");
    Files.writeString(
        roots, Files.readString(pebble.serverRoot()) + Files.readString(other.serverRoot()));
    return new Authority(
        "pebble", proxy.directoryUrl(), Optional.of(roots), Optional.empty(), Optional.of(trials));
  }
}
