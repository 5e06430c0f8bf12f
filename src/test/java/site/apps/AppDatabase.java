package site.apps;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import site.config.DatabaseConfig;
import site.database.Databases;
import site.database.Programs;

/**
 * Gives each test that has a parameter of type {@link JsonObject} an empty schema, as an app is
 * given it, of one MariaDB for all tests of this run.
 */
public final class AppDatabase implements ParameterResolver {
  private static final long GIBIBYTE = 1L << 30;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == JsonObject.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    assumeThat(Programs.ofThisProcess().blockingProblem()).as("a MariaDB").isEmpty();
    return context
        .getRoot()
        .getStore(Namespace.create(AppDatabase.class))
        .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class)
        .schema();
  }

  private static final class Running implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger schemas = new AtomicInteger();
    private final Path data;
    private final Databases databases;

    Running() {
      try {
        data = Files.createTempDirectory(quickest(), "app-database");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      databases = new Databases(vertx, data, Programs.ofThisProcess());
    }

    /** In memory where there is room: what these tests write has to outlive nothing. */
    private static Path quickest() throws IOException {
      Path memory = Path.of("/dev/shm");
      boolean fits =
          Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > GIBIBYTE;
      return fits ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    JsonObject schema() {
      String app = "app" + schemas.incrementAndGet();
      return new JsonObject(await(databases.connection(app, new DatabaseConfig.Own())));
    }

    @Override
    public void close() throws IOException {
      await(databases.close());
      await(vertx.close());
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
      try {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
