package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes letters into a folder instead of sending them: as {@code .eml}, which mail programs open,
 * with the readable text beside it. The same letter again is the same file.
 */
public final class FileTransport implements Transport {
  private final Vertx vertx;
  private final Path folder;

  public FileTransport(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  @Override
  public Future<Void> deliver(String id, MailMessage message) {
    return vertx.executeBlocking(() -> blockingWrite(id, message), false);
  }

  private Void blockingWrite(String id, MailMessage message) throws IOException {
    Files.createDirectories(folder);
    String head = "To: " + message.getTo().get(0) + "\nSubject: " + message.getSubject() + "\n\n";
    blockingReplace(id + ".txt", head + message.getText());
    blockingReplace(id + ".eml", new MailEncoder(message, "localhost").encode());
    return null;
  }

  private void blockingReplace(String name, String content) throws IOException {
    Path whole = Files.createTempFile(folder, "letter", ".new");
    Files.writeString(whole, content);
    Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public boolean isCounted() {
    return false;
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
