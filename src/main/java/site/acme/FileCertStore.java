package site.acme;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.Generation.Origin;
import site.tls.CertificateFiles;
import site.tls.CertificateProblem;
import site.tls.Credential;
import site.tls.Pem;
import site.tls.PrivateFiles;

/**
 * Keeps everything in files.
 *
 * <pre>
 * archive/ID/0003/   privkey.pem cert.pem chain.pem fullchain.pem meta.json, never changed
 * live/ID            a link to one of these, for other programs; certbot's file names
 * state/ID.json      the state of the job
 * pending/ID/        the key of the order under way
 * </pre>
 *
 * A generation is made beside the others, forced to disk and renamed into its place; then the link
 * is replaced by another rename. Whoever reads through the link sees one generation's four files,
 * never a mixture. This server itself reads the archive and takes the newest one that is sound.
 */
public final class FileCertStore implements CertStore {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final int KEPT = 3;

  /** For those that are renewed by hand again and again. */
  private static final int MOST_KEPT = 20;

  private final Path directory;
  private final Clock clock;

  /**
   * A store that need not exist yet.
   *
   * @param directory made with mode 0700 when the first thing is written
   */
  public FileCertStore(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public List<String> blockingIds() throws AcmeProblem {
    try {
      TreeSet<String> ids = new TreeSet<>(names(archive()));
      names(directory.resolve("state")).forEach(f -> ids.add(f.replaceFirst("\\.json$", "")));
      return List.copyOf(ids);
    } catch (IOException e) {
      throw unwritable("cannot list " + directory, e);
    }
  }

  @Override
  public Optional<Generation> blockingCurrent(String id) {
    for (int number : numbers(id)) {
      try {
        return Optional.of(read(id, number));
      } catch (CertificateProblem | IOException | RuntimeException e) {
        LOG.warn("{}: generation {} cannot be used: {}", id, number, e.getMessage());
      }
    }
    return Optional.empty();
  }

  private Generation read(String id, int number) throws CertificateProblem, IOException {
    Path path = path(id, number);
    var loaded =
        CertificateFiles.blockingRead(
            path.resolve("fullchain.pem"), path.resolve("privkey.pem"), clock.instant());
    return new Generation(number, loaded.identity().credentials().get(0), origin(path));
  }

  private static Origin origin(Path path) throws IOException {
    JsonObject json = new JsonObject(Files.readString(path.resolve("meta.json")));
    return new Origin(
        json.getString("authority"),
        Optional.ofNullable(json.getString("account")),
        json.getBoolean("imported", false));
  }

  @Override
  public Generation blockingPublish(String id, Credential credential, Origin origin)
      throws AcmeProblem {
    int number = numbers(id).stream().findFirst().orElse(0) + 1;
    try {
      Path temporary = archive().resolve(id).resolve(".new");
      delete(temporary);
      PrivateFiles.blockingDirectory(temporary);
      write(temporary, credential, origin);
      Files.move(temporary, path(id, number), StandardCopyOption.ATOMIC_MOVE);
      PrivateFiles.blockingForceDirectory(archive().resolve(id));
      pointTo(id, number);
      removeOld(id);
      return new Generation(number, credential, origin);
    } catch (IOException e) {
      throw unwritable("cannot store the certificate", e);
    }
  }

  private void write(Path path, Credential credential, Origin origin) throws IOException {
    List<X509Certificate> chain = credential.chain();
    JsonObject meta =
        new JsonObject()
            .put("authority", origin.authority())
            .put("imported", origin.imported())
            .put("stored", clock.instant().toString());
    origin.account().ifPresent(account -> meta.put("account", account));
    PrivateFiles.blockingWriteSecret(path.resolve("privkey.pem"), KeyFile.text(credential.key()));
    PrivateFiles.blockingWritePublic(path.resolve("cert.pem"), pem(chain.subList(0, 1)));
    PrivateFiles.blockingWritePublic(
        path.resolve("chain.pem"), pem(chain.subList(1, chain.size())));
    PrivateFiles.blockingWritePublic(path.resolve("fullchain.pem"), pem(chain));
    PrivateFiles.blockingWritePublic(path.resolve("meta.json"), meta.encode() + "\n");
  }

  private static String pem(List<X509Certificate> chain) {
    return chain.stream().map(FileCertStore::pem).collect(Collectors.joining());
  }

  private static String pem(X509Certificate certificate) {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was decoded from this very encoding
    }
  }

  /** Where links cannot be made other programs read the archive. */
  private void pointTo(String id, int number) throws IOException {
    Path live = directory.resolve("live");
    PrivateFiles.blockingDirectory(live);
    Path temporary = live.resolve("." + id + ".new");
    Files.deleteIfExists(temporary);
    try {
      Files.createSymbolicLink(temporary, live.relativize(path(id, number)));
    } catch (UnsupportedOperationException e) {
      return;
    }
    Files.move(temporary, live.resolve(id), StandardCopyOption.ATOMIC_MOVE);
    PrivateFiles.blockingForceDirectory(live);
  }

  /** The last few stay; older ones go when they have expired, or when they get many. */
  private void removeOld(String id) throws IOException {
    List<Integer> all = numbers(id);
    for (int i = KEPT; i < all.size(); i++) {
      if (i >= MOST_KEPT || isPast(id, all.get(i))) {
        delete(path(id, all.get(i)));
      }
    }
  }

  /** One that cannot be read serves nobody. */
  private boolean isPast(String id, int number) {
    try {
      return read(id, number).notAfter().isBefore(clock.instant());
    } catch (CertificateProblem | IOException | RuntimeException e) {
      return true;
    }
  }

  @Override
  public JobState blockingState(String id) {
    Path file = state(id);
    try {
      return StateJson.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return JobState.NEW;
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: cannot be read, the job begins anew: {}", file, e.getMessage());
      return JobState.NEW;
    }
  }

  @Override
  public void blockingSave(String id, JobState state) throws AcmeProblem {
    try {
      PrivateFiles.blockingDirectory(state(id).getParent());
      PrivateFiles.blockingWriteSecret(state(id), StateJson.text(state));
    } catch (IOException e) {
      throw unwritable("cannot store the state", e);
    }
  }

  @Override
  public Optional<KeyPair> blockingPendingKey(String id) {
    Path file = pending(id).resolve("privkey.pem");
    try {
      return Files.exists(file) ? Optional.of(KeyFile.blockingRead(file)) : Optional.empty();
    } catch (CertificateProblem e) {
      LOG.warn("{}; the order is made again", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void blockingSavePendingKey(String id, KeyPair key) throws AcmeProblem {
    try {
      KeyFile.blockingWrite(pending(id).resolve("privkey.pem"), key.getPrivate());
    } catch (IOException e) {
      throw unwritable("cannot store the key", e);
    }
  }

  @Override
  public void blockingForgetPending(String id) {
    try {
      delete(pending(id));
    } catch (IOException e) {
      LOG.warn("{}: cannot be removed: {}", pending(id), e.getMessage());
    }
  }

  @Override
  public void blockingDelete(String id) throws AcmeProblem {
    try {
      Files.deleteIfExists(directory.resolve("live").resolve(id));
      Files.deleteIfExists(state(id));
      delete(pending(id));
      delete(archive().resolve(id));
    } catch (IOException e) {
      throw unwritable("cannot delete " + id, e);
    }
  }

  @Override
  public synchronized void blockingSelfTest() throws AcmeProblem {
    Path file = directory.resolve(".test");
    try {
      PrivateFiles.blockingDirectory(directory);
      PrivateFiles.blockingWriteSecret(file, "test");
      if (!Files.readString(file).equals("test")) {
        throw new IOException("what was written is not what is read");
      }
      Files.delete(file);
    } catch (IOException e) {
      throw unwritable("storage does not work", e);
    }
  }

  private AcmeProblem unwritable(String what, IOException e) {
    return new AcmeProblem(AcmeFailure.local(what + ": " + e + " (in " + directory + ")"), e);
  }

  // ---- where things are

  private Path archive() {
    return directory.resolve("archive");
  }

  private Path path(String id, int number) {
    return archive().resolve(id).resolve("%04d".formatted(number));
  }

  private Path state(String id) {
    return directory.resolve("state").resolve(id + ".json");
  }

  private Path pending(String id) {
    return directory.resolve("pending").resolve(id);
  }

  /** Newest first. */
  private List<Integer> numbers(String id) {
    try {
      return names(archive().resolve(id)).stream()
          .filter(name -> name.matches("[0-9]{4,9}"))
          .map(Integer::valueOf)
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{}: cannot be read: {}", archive().resolve(id), e.getMessage());
      return List.of();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
