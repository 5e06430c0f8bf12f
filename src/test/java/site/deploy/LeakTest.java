package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakTest {

  @Test
  void leavesNothingOfAnAppBehind(@TempDir Path home) throws Exception {
    Path jar = AppJar.named("leaky").pack(home.resolve("leaky.jar"));
    List<WeakReference<?>> loaders = new ArrayList<>();

    try (Host host = new Host(home)) {
      for (int i = 0; i < 20; i++) {
        loaders.add(deployUseAndRetire(host, jar));
      }

      assertThat(loaders).hasSize(20).doesNotContainNull();
      Host.until(() -> alive(loaders) <= 1);
      Host.until(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().startsWith("leaky#")));
    }
  }

  private static WeakReference<?> deployUseAndRetire(Host host, Path jar) throws Exception {
    Deployment deployment = host.deploy("leaky", "", Host.config(jar));
    assertThat(host.get("/item").body()).contains("\"name\":\"x\"");
    Host.await(deployment.retire());
    return (WeakReference<?>) System.getProperties().remove("leaky");
  }

  private static long alive(List<WeakReference<?>> loaders) {
    System.gc();
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }
}
