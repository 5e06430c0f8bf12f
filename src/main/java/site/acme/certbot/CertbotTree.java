package site.acme.certbot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import site.tls.CertificateFiles;
import site.tls.CertificateProblem;

/**
 * A configuration directory of certbot, usually {@code /etc/letsencrypt}. Never written to. It may
 * be a copy from another machine: what {@code renewal/*.conf} names elsewhere is looked for in
 * {@code live} and {@code archive} below.
 */
final class CertbotTree {
  private final Path directory;
  private final Instant now;
  private final List<String> problems = new ArrayList<>();

  private CertbotTree(Path directory, Instant now) {
    this.directory = directory;
    this.now = now;
  }

  /**
   * What is in a tree.
   *
   * @param problems sentences about what cannot be used
   * @param hooks scripts in {@code renewal-hooks}
   */
  record Content(Path directory, List<Lineage> lineages, List<String> problems, List<Path> hooks) {}

  /** Fails only when there is no such tree. */
  static Content blockingRead(Path directory, Instant now) throws IOException {
    if (!Files.isDirectory(directory.resolve("live"))
        && !Files.isDirectory(directory.resolve("renewal"))) {
      throw new IOException(
          directory + " is no directory of certbot's (expected renewal/ and live/ in it)");
    }
    return new CertbotTree(directory, now).blockingContent();
  }

  private Content blockingContent() throws IOException {
    List<Lineage> lineages = new ArrayList<>();
    for (String name : blockingNames()) {
      blockingLineage(name).ifPresent(lineages::add);
    }
    return new Content(directory, lineages, problems, blockingHooks());
  }

  /** Also those whose renewal file is lost. */
  private SortedSet<String> blockingNames() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    for (Path conf : blockingList(directory.resolve("renewal"))) {
      String file = conf.getFileName().toString();
      if (file.endsWith(".conf")) {
        names.add(file.substring(0, file.length() - ".conf".length()));
      }
    }
    for (Path live : blockingList(directory.resolve("live"))) {
      if (Files.isDirectory(live)) {
        names.add(live.getFileName().toString());
      }
    }
    return names;
  }

  private Optional<Lineage> blockingLineage(String name) throws IOException {
    Path conf = directory.resolve("renewal").resolve(name + ".conf");
    Optional<RenewalFile> renewal = RenewalFile.blockingRead(conf);
    if (renewal.isEmpty()) {
      problems.add(name + ": " + conf + " is missing or damaged, only its certificate is read");
    }
    List<String> reasons = new ArrayList<>();
    for (Pair pair : blockingPairs(name, renewal.orElse(RenewalFile.NONE))) {
      try {
        var loaded = CertificateFiles.blockingRead(pair.fullchain, pair.privkey, now);
        // the rest are other ways to the same file, or older still
        reasons.stream()
            .limit(1)
            .forEach(reason -> problems.add(name + ": " + reason + "; an older one is used"));
        return Optional.of(new Lineage(name, renewal.orElse(RenewalFile.NONE), loaded.identity()));
      } catch (CertificateProblem e) {
        reasons.add(e.getMessage());
      }
    }
    problems.add(
        name
            + ": no certificate that can be used"
            + (reasons.isEmpty() ? "" : ": " + reasons.get(0)));
    return Optional.empty();
  }

  private record Pair(Path fullchain, Path privkey) {}

  /** In the order of preference: as certbot would use it, then older ones. */
  private List<Pair> blockingPairs(String name, RenewalFile renewal) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    Path live = directory.resolve("live").resolve(name);
    pairs.add(
        new Pair(
            blockingHere(renewal.value("fullchain"), live.resolve("fullchain.pem")),
            blockingHere(renewal.value("privkey"), live.resolve("privkey.pem"))));
    Path archive = directory.resolve("archive").resolve(name);
    blockingList(archive).stream()
        .map(file -> file.getFileName().toString())
        .filter(file -> file.matches("fullchain[0-9]{1,9}\\.pem"))
        .map(file -> Integer.parseInt(file.replaceAll("[^0-9]", "")))
        .sorted(Comparator.reverseOrder())
        .map(
            n ->
                new Pair(
                    archive.resolve("fullchain" + n + ".pem"),
                    archive.resolve("privkey" + n + ".pem")))
        .forEach(pairs::add);
    return pairs;
  }

  /** A tree that was copied names the places of the machine it was on. */
  private Path blockingHere(Optional<String> named, Path usual) {
    return named
        .map(Path::of)
        .filter(path -> path.startsWith(directory) && Files.exists(path))
        .orElse(usual);
  }

  private List<Path> blockingHooks() throws IOException {
    List<Path> hooks = new ArrayList<>();
    for (String kind : List.of("pre", "deploy", "post")) {
      hooks.addAll(blockingList(directory.resolve("renewal-hooks").resolve(kind)));
    }
    return hooks;
  }

  private static List<Path> blockingList(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
