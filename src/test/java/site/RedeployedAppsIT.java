package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import site.apps.AppsFolder;
import site.database.Programs;

/** What many new revisions of the shipped apps leave in the memory of the built jar. */
class RedeployedAppsIT {
  private static final int REDEPLOYS = 20;

  /** Until then classes of the server itself are still being loaded. */
  private static final int FIRST = 5;

  private static final Pattern USED =
      Pattern.compile("(?:heap|generation) +total \\d+K, used (\\d+)K|Metaspace +used (\\d+)K");

  @TempDir Path home;

  @Test
  @Tag("long")
  @Tag("J8")
  void afterTwentyRevisionsOfEachAppTheMemoryIsAsBefore(TestReporter reporter) throws Exception {
    assumeThat(Programs.ofThisProcess().blockingProblem()).as("a MariaDB").isEmpty();
    AppsFolder apps = AppsFolder.of(home);
    try (JarSite site = new JarSite(home)) {
      site.serve(
          "hello: { from: hello.jar }",
          "parts: { from: parts.jar }",
          "rain: { from: rain.jar, config: { simulated-days: 11 } }",
          "weather-mail: { from: weather-mail.jar }");
      redeploy(site, apps, FIRST);
      long before = kibInUse(site);

      redeploy(site, apps, REDEPLOYS);

      long after = kibInUse(site);
      reporter.publishEntry("KiB of heap and metaspace", before + ", then " + after);
      assertThat(after).isLessThan(before * 115 / 100);
      site.server().signal("TERM"); // so that the database ends as well
      site.server().blockingEnd();
    }
  }

  private static void redeploy(JarSite site, AppsFolder apps, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      for (String app : AppsFolder.ALL) {
        apps.append(app, "note.txt", "another");
        assertThat(site.deploy(app, apps.folder().resolve(app + ".jar"))).contains(" serves, ");
        assertThat(site.get("/" + app + "/").statusCode()).isEqualTo(200);
      }
    }
  }

  /** When what was replaced has stopped, and all that nobody refers to is gone. */
  private static long kibInUse(JarSite site) throws Exception {
    JarSite.await(() -> loaders(site) == AppsFolder.ALL.size());
    return total(jcmd(site, "GC.heap_info"));
  }

  private static long loaders(JarSite site) throws Exception {
    jcmd(site, "GC.run");
    return jcmd(site, "VM.classloader_stats")
        .lines()
        .filter(line -> line.endsWith("site.deploy.AppClassLoader"))
        .count();
  }

  private static long total(String heapInfo) {
    long total = 0;
    Matcher used = USED.matcher(heapInfo);
    while (used.find()) {
      total += Long.parseLong(used.group(1) == null ? used.group(2) : used.group(1));
    }
    assertThat(total).as(heapInfo).isPositive();
    return total;
  }

  private static String jcmd(JarSite site, String command) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(site.server().pid()),
                command)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
