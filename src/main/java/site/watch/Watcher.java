package site.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells when a file, or anything in a folder and below, may have changed, once it has been quiet
 * for a while. Whether it really changed is for the listener to find out: a touched file is
 * reported, and so is everything when the system lost count. The path may come and go.
 *
 * <p>Folders whose names begin with a dot are not looked into. One thread for each watcher.
 */
public final class Watcher implements AutoCloseable {
  /** When it never becomes quiet, the listener is told nevertheless. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Path root;
  private final Duration quiet;
  private final Runnable listener;
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new HashMap<>();

  private Watcher(Path root, Duration quiet, Runnable listener) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    this.quiet = quiet;
    this.listener = listener;
    this.service = root.getFileSystem().newWatchService();
  }

  /**
   * Begins to watch; every change after the return is told.
   *
   * @param path a file or folder, which need not exist
   * @param quiet how long nothing must have happened
   * @param listener called on the watcher's thread; should not take long
   * @throws IOException when the system watches no more (inotify's limits on Linux)
   */
  public static Watcher blockingStart(Path path, Duration quiet, Runnable listener)
      throws IOException {
    Watcher watcher = new Watcher(path, quiet, listener);
    try {
      watcher.register();
    } catch (IOException e) {
      watcher.close();
      throw e;
    }
    Thread thread = new Thread(watcher::run, "watch-" + path.getFileName());
    thread.setDaemon(true);
    thread.start();
    return watcher;
  }

  /** No listener is called any more once the present call is over. */
  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      // nothing is lost: it only frees what the process would free
    }
  }

  private void run() {
    try {
      while (true) {
        if (concernedUs(service.take())) {
          awaitQuiet();
          registerAgain();
          listener.run();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitQuiet() throws InterruptedException {
    long latest = System.nanoTime() + PATIENCE.toNanos();
    long until = System.nanoTime() + quiet.toNanos();
    while (true) {
      WatchKey key = service.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (key == null || System.nanoTime() > latest) {
        reset(key);
        return;
      }
      if (concernedUs(key)) {
        until = System.nanoTime() + quiet.toNanos();
      }
    }
  }

  /** Takes what is told of a folder, and makes room for more. */
  private boolean concernedUs(WatchKey key) {
    Path folder = folders.get(key);
    boolean concerns =
        key.pollEvents().stream().anyMatch(event -> folder != null && concernsUs(folder, event));
    return !reset(key) || concerns;
  }

  private boolean concernsUs(Path folder, WatchEvent<?> event) {
    if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
      return true;
    }
    Path file = folder.resolve((Path) event.context());
    return root.startsWith(file) || (file.startsWith(root) && !EditorFiles.isOne(file));
  }

  /** False for a folder that is gone. */
  private boolean reset(WatchKey key) {
    if (key == null || key.reset()) {
      return true;
    }
    folders.remove(key);
    return false;
  }

  /** New folders may have come. A system that watches no more still does so for the others. */
  private void registerAgain() {
    try {
      register();
    } catch (IOException limitReached) {
      // told when the watch began, where somebody can act on it
    }
  }

  /** Each folder before its content, so that nothing can come unseen in between. */
  private void register() throws IOException {
    add(nearestAbove());
    if (!Files.isDirectory(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(root) && folder.getFileName().toString().startsWith(".")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            add(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private Path nearestAbove() {
    Path above = root.getParent();
    while (above != null && above.getParent() != null && !Files.isDirectory(above)) {
      above = above.getParent();
    }
    return above == null ? root : above;
  }

  private void add(Path folder) throws IOException {
    try {
      WatchKey key =
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      folders.put(key, folder);
    } catch (NoSuchFileException gone) {
      // the folder above will tell
    }
  }
}
