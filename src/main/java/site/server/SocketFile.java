package site.server;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import site.config.FileProblem;

/**
 * The file of a Unix socket. It is bound under a private name and renamed when its mode and group
 * are right, so nobody connects before; a stale file is replaced by the same rename.
 */
public final class SocketFile {
  private static final int TYPE_MASK = 0170000;
  private static final int SOCKET = 0140000;

  /** What {@code sockaddr_un} has room for on Linux, without the final zero. */
  private static final int LONGEST_PATH = 107;

  private final Path path;
  private final Path bound;
  private final String mode;
  private final Optional<String> group;

  /**
   * The file a listener will have.
   *
   * @param mode octal, such as {@code 0660}
   */
  public SocketFile(Path path, String mode, Optional<String> group) {
    this.path = path;
    this.bound = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
    this.mode = mode;
    this.group = group;
  }

  /** Where to bind. */
  public Path bound() {
    return bound;
  }

  /**
   * Checks that the path can become ours.
   *
   * @throws ListenFailure when something else is there, or somebody listens
   */
  public void blockingPrepare() {
    try {
      if (bound.toString().length() > LONGEST_PATH) {
        throw new ListenFailure(path + ": the path of a socket has at most 100 characters");
      }
      Files.createDirectories(path.getParent());
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        requireStaleSocket();
      }
      Files.deleteIfExists(bound);
    } catch (IOException e) {
      throw new ListenFailure(path + ": " + FileProblem.reason(e));
    }
  }

  private void requireStaleSocket() throws IOException {
    int type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_MASK;
    if (type != SOCKET) {
      throw new ListenFailure(path + " exists and is not a socket; it was left alone");
    }
    if (somebodyListens()) {
      throw new ListenFailure(path + ": another process listens there");
    }
  }

  private boolean somebodyListens() {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the bound socket its mode, group and name: from now on clients can connect. */
  public void blockingPublish() {
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(bound, PosixFileAttributeView.class);
      view.setPermissions(permissions(mode));
      if (group.isPresent()) {
        view.setGroup(principal(group.get()));
      }
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ListenFailure(path + ": " + FileProblem.reason(e));
    }
  }

  private GroupPrincipal principal(String name) throws IOException {
    return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
  }

  /** Removes the file; nobody can connect any more. */
  public void blockingRemove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // the next start replaces it
    }
  }

  static Set<PosixFilePermission> permissions(String octal) {
    int bits = Integer.parseInt(octal, 8);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromOwnerReadOn = PosixFilePermission.values();
    for (int i = 0; i < fromOwnerReadOn.length; i++) {
      if ((bits & (0400 >> i)) != 0) {
        permissions.add(fromOwnerReadOn[i]);
      }
    }
    return permissions;
  }
}
