package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import kit.Failure;

/**
 * Shows who develops the app what {@link FileTransport} wrote, the newest first. As a letter may
 * hold a link that lets somebody in, only browsers on this machine see it.
 */
public final class Mailbox {
  private static final int SHOWN = 20;
  private static final String RULE = "\n\n" + "-".repeat(72) + "\n";

  private final Vertx vertx;
  private final Path folder;

  public Mailbox(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  public Future<Void> show(RoutingContext ctx) {
    if (!isHere(ctx.request().remoteAddress().hostAddress())) {
      throw new Failure(404, "the mailbox is for this machine only");
    }
    return vertx
        .executeBlocking(this::blockingRead, false)
        .compose(
            text ->
                ctx.response()
                    .putHeader("content-type", "text/plain; charset=utf-8")
                    .putHeader("cache-control", "no-store")
                    .end(text));
  }

  /** A numeric address, which no name server is asked for. */
  private static boolean isHere(String address) {
    try {
      return address != null && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private String blockingRead() throws IOException {
    if (!Files.isDirectory(folder)) {
      return "No letters yet.\n";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> letters =
          files
              .filter(file -> file.toString().endsWith(".txt"))
              .sorted(Comparator.comparing(Mailbox::blockingTime).reversed())
              .limit(SHOWN)
              .map(Mailbox::blockingText)
              .toList();
      return letters.isEmpty() ? "No letters yet.\n" : String.join(RULE, letters);
    }
  }

  private static FileTime blockingTime(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String blockingText(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
