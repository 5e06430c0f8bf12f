package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import site.JarProcess;

/**
 * Deploys an app again while somebody uses it, and asks one of its pages all the time. Each time it
 * is another jar, as the server would notice that nothing changed.
 */
final class Redeploys {
  private static final Executor THREADS = task -> new Thread(task, "redeploys").start();

  private final JourneySite site;
  private final String app;
  private final URI page;
  private final List<CompletableFuture<JarProcess.Result>> deployed = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final CompletableFuture<Integer> asking;

  Redeploys(JourneySite site, String app, String page) {
    this.site = site;
    this.app = app;
    this.page = site.uri(page);
    this.asking = CompletableFuture.supplyAsync(this::blockingAsk, THREADS);
  }

  private int blockingAsk() {
    int asked = 0;
    while (!isOver.get()) {
      asked++;
      try {
        int status = site.get(page).statusCode();
        if (status != 200) {
          failures.add("status " + status);
        }
      } catch (IOException | InterruptedException e) {
        failures.add(e.toString());
      }
      LockSupport.parkNanos(20_000_000);
    }
    return asked;
  }

  /** Begins the next as soon as the last is through; the visitor goes on meanwhile. */
  void next() {
    int number = deployed.size();
    CompletableFuture<?> before =
        number == 0 ? CompletableFuture.completedFuture(null) : deployed.get(number - 1);
    deployed.add(before.thenApplyAsync(v -> blockingDeploy(number), THREADS));
  }

  private JarProcess.Result blockingDeploy(int number) {
    try {
      return site.deploy(app, another(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same app in a jar with one entry more. */
  private Path another(int number) throws IOException {
    Path jar = Files.createTempFile(site.folder("uploads"), app, ".jar");
    try (JarFile original = new JarFile(JourneySite.jar(app).toFile());
        JarOutputStream out =
            new JarOutputStream(Files.newOutputStream(jar), original.getManifest())) {
      for (JarEntry entry : original.stream().toList()) {
        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
          out.putNextEntry(new JarEntry(entry.getName()));
          original.getInputStream(entry).transferTo(out);
        }
      }
      out.putNextEntry(new JarEntry("number-" + number + "-" + jar.getFileName()));
    }
    return jar;
  }

  /** Waits for the last, and fails when one was refused or a request was answered otherwise. */
  void blockingEnd() {
    List<JarProcess.Result> results = deployed.stream().map(CompletableFuture::join).toList();
    isOver.set(true);
    assertThat(asking.join()).isPositive();
    assertThat(results).hasSizeGreaterThanOrEqualTo(3);
    assertThat(results).allSatisfy(result -> assertThat(result.exit()).as(result.text()).isZero());
    assertThat(failures).as("what failed while %s was deployed again", app).isEmpty();
  }
}
