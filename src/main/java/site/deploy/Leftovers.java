package site.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what a stopped app has left registered with the JVM. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /** Called when the app's Vert.x is closed and its class loader not yet. */
  static void clear(String app, AppClassLoader loader) {
    List<String> removed = new ArrayList<>(new Holders(loader).remove());
    removed.addAll(removeDrivers(loader));
    if (!removed.isEmpty()) {
      LOG.warn("apps.{}: {} left behind, and lost: {}", app, loader.getName(), removed);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> removeDrivers(AppClassLoader loader) {
    try {
      Class<?> lent = loader.lend(JdbcDrivers.class);
      return ((Supplier<List<String>>) lent.getConstructor().newInstance()).get();
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      LOG.warn("{}: its JDBC drivers stay registered: {}", loader.getName(), e.toString());
      return List.of();
    }
  }
}
