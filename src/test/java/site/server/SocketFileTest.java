package site.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0600, rw-------",
    "660, rw-rw----",
    "0755, rwxr-xr-x",
    "0007, ------rwx",
    "0, ---------"
  })
  void octalModesAreUnderstood(String octal, String permissions) {
    assertThat(SocketFile.permissions(octal))
        .isEqualTo(PosixFilePermissions.fromString(permissions));
  }

  @Test
  void modeAndGroupAreRightBeforeTheNameIsThere() throws Exception {
    Path path = folder.resolve("run/http.sock");
    String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
    SocketFile file = new SocketFile(path, "0640", Optional.of(group));
    file.blockingPrepare();

    try (ServerSocketChannel server = bind(file.bound())) {
      assertThat(server.isOpen()).isTrue();
      assertThat(path).doesNotExist();
      file.blockingPublish();
    }

    PosixFileAttributes published = Files.readAttributes(path, PosixFileAttributes.class);
    assertThat(published.permissions()).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(published.group().getName()).isEqualTo(group);
    assertThat(file.bound()).doesNotExist();
  }

  @Test
  void aSocketNobodyListensOnIsReplaced() throws Exception {
    Path path = folder.resolve("stale.sock");
    bind(path).close();

    new SocketFile(path, "0600", Optional.empty()).blockingPrepare();

    assertThat(path).as("it goes with the rename, not before").exists();
  }

  @Test
  void aSocketSomebodyListensOnIsRefused() throws Exception {
    Path path = folder.resolve("busy.sock");
    try (ServerSocketChannel server = bind(path)) {
      assertThat(server.isOpen()).isTrue();
      assertThatThrownBy(() -> new SocketFile(path, "0600", Optional.empty()).blockingPrepare())
          .isInstanceOf(ListenFailure.class)
          .hasMessageContaining("another process listens");
    }
  }

  @Test
  void whatIsNoSocketIsLeftAlone() throws Exception {
    Path path = Files.writeString(folder.resolve("notes.txt"), "mine");

    assertThatThrownBy(() -> new SocketFile(path, "0600", Optional.empty()).blockingPrepare())
        .isInstanceOf(ListenFailure.class)
        .hasMessageContaining("is not a socket");
    assertThat(path).hasContent("mine");
  }

  @Test
  void aPathThatIsTooLongIsRefusedInWords() {
    Path path = folder.resolve("x".repeat(120));

    assertThatThrownBy(() -> new SocketFile(path, "0600", Optional.empty()).blockingPrepare())
        .isInstanceOf(ListenFailure.class)
        .hasMessageContaining("characters");
  }

  private static ServerSocketChannel bind(Path path) throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    return server;
  }
}
