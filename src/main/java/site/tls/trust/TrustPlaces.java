package site.tls.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where trust stores are looked for on Linux. A store counts as present when its folder and the
 * program that changes it are.
 *
 * @param root of the file system
 * @param home of the user
 * @param programs folders in which programs are looked for, the first wins
 * @param java home of the Java this runs on
 */
public record TrustPlaces(Path root, Path home, List<Path> programs, Path java) {

  /** Those of the machine and the user this runs as. */
  public static TrustPlaces here() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    List<Path> programs =
        Stream.concat(Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin", "/sbin"))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList();
    return new TrustPlaces(
        Path.of("/"),
        Path.of(System.getProperty("user.home")),
        programs,
        Path.of(System.getProperty("java.home")));
  }

  List<TrustStore> blockingStores() {
    List<TrustStore> stores = new ArrayList<>();
    system().ifPresent(stores::add);
    program("certutil")
        .ifPresent(certutil -> nssFolders().forEach(db -> stores.add(new NssStore(certutil, db))));
    javaStore().ifPresent(stores::add);
    return stores;
  }

  /** In this order: Fedora and Red Hat, Debian and Ubuntu, Arch, SUSE. */
  private Optional<TrustStore> system() {
    return Stream.of(
            store(
                "etc/pki/ca-trust/source/anchors",
                ".pem",
                "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                List.of("update-ca-trust", "extract"),
                List.of()),
            // a removed certificate leaves its link behind without --fresh
            store(
                "usr/local/share/ca-certificates",
                ".crt",
                "etc/ssl/certs/ca-certificates.crt",
                List.of("update-ca-certificates"),
                List.of("--fresh")),
            store(
                "etc/ca-certificates/trust-source/anchors",
                ".crt",
                "etc/ca-certificates/extracted/tls-ca-bundle.pem",
                List.of("trust", "extract-compat"),
                List.of()),
            store(
                "usr/share/pki/trust/anchors",
                ".pem",
                "var/lib/ca-certificates/ca-bundle.pem",
                List.of("update-ca-certificates"),
                List.of()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<TrustStore> store(
      String folder, String ending, String bundle, List<String> refresh, List<String> whenGone) {
    return Optional.of(root.resolve(folder))
        .filter(Files::isDirectory)
        .flatMap(present -> program(refresh.get(0)))
        .map(
            program -> {
              List<String> command = new ArrayList<>(refresh);
              command.set(0, program.toString());
              List<String> gone = Stream.concat(command.stream(), whenGone.stream()).toList();
              return new SystemStore(
                  root.resolve(folder), ending, root.resolve(bundle), List.copyOf(command), gone);
            });
  }

  private Stream<Path> nssFolders() {
    return Stream.of(
            ".pki/nssdb",
            "snap/chromium/current/.pki/nssdb",
            ".mozilla/firefox",
            "snap/firefox/common/.mozilla/firefox")
        .map(home::resolve)
        .flatMap(TrustPlaces::blockingSelfAndChildren)
        .filter(folder -> Files.exists(folder.resolve("cert9.db")));
  }

  private static Stream<Path> blockingSelfAndChildren(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return Stream.concat(Stream.of(folder), children.sorted().toList().stream());
    } catch (IOException notThere) {
      return Stream.empty();
    }
  }

  private Optional<TrustStore> javaStore() {
    Path keytool = java.resolve("bin/keytool");
    Path cacerts = java.resolve("lib/security/cacerts");
    return Files.isExecutable(keytool) && Files.exists(cacerts)
        ? Optional.of(new JavaStore(keytool, cacerts))
        : Optional.empty();
  }

  private Optional<Path> program(String name) {
    Function<Path, Path> in = folder -> folder.resolve(name);
    return programs.stream().map(in).filter(Files::isExecutable).findFirst();
  }
}
