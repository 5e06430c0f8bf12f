package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Java from 21 on does otherwise, wherever there is one on this machine. */
class NewerJavaIT {
  @TempDir Path home;

  @Test
  void virtualThreadsServeAndAThreadThatCannotBeEndedIsCounted() throws Exception {
    Optional<Path> java = newerJava();
    assumeThat(java).as("no Java from 21 on in /usr/lib/jvm").isPresent();
    try (JarSite site = new JarSite(home)) {
      site.answering("virtual.jar", "request.response().end(Thread.currentThread().toString());");
      site.answering(
          "endless.jar",
          """
          if (request.path().equals("/loop")) { while (true) { Thread.onSpinWait(); } }
          request.response().end("well");
          """);
      site.serve(
          java.get(),
          "virtual: { from: apps/virtual.jar, threads: virtual }",
          "endless: { from: apps/endless.jar, stall: 1s }");

      assertThat(site.get("/virtual/").body()).startsWith("VirtualThread[");
      assertThat(site.get("/endless/loop").statusCode()).isEqualTo(504);

      JarSite.await(() -> site.get("/endless/").body().equals("well"));
      JarSite.await(() -> site.admin("GET", "/status").contains("stuckThreads=1"));
      site.server().signal("TERM");
      assertThat(site.server().blockingEnd().exit()).isZero();
    }
  }

  private static Optional<Path> newerJava() throws IOException {
    Path all = Path.of("/usr/lib/jvm");
    List<Path> homes = List.of(Path.of(System.getProperty("java.home")));
    if (Files.isDirectory(all)) {
      try (Stream<Path> found = Files.list(all)) {
        homes = Stream.concat(homes.stream(), found.sorted()).toList();
      }
    }
    return homes.stream()
        .filter(NewerJavaIT::isNewer)
        .map(place -> place.resolve("bin/java"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** {@code JAVA_VERSION="25.0.1"} in its {@code release} file. */
  private static boolean isNewer(Path place) {
    try (Stream<String> lines = Files.lines(place.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
          .anyMatch(version -> Integer.parseInt(version) >= 21);
    } catch (IOException none) {
      return false;
    }
  }
}
