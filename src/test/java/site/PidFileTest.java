package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run/site.pid}: who reads it, and what if it cannot be there. */
class PidFileTest {
  private static final String SITE =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      sites: [{ hosts: ["*"], routes: [{ path: /, respond: { status: 200, body: x } }] }]
      admin: { socket: other/admin.sock }
      """;

  @TempDir Path home;
  private Path file;

  @BeforeEach
  void name() {
    file = home.resolve("run/site.pid");
  }

  @Test
  void theFileNamesTheProcessAsLongAsItServesWhateverAnEarlierOneLeft() throws Exception {
    TestServer.write(file, "1\n");

    try (TestServer server = TestServer.start(home, SITE)) {
      assertThat(server.state().listeners()).hasSize(1);
      assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
      assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    assertThat(file).doesNotExist();
  }

  @Test
  void whatAnotherProcessWroteMeanwhileIsLeftAlone() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      assertThat(server.state().listeners()).hasSize(1);
      TestServer.write(file, "1\n");
    }

    assertThat(file).hasContent("1\n");
  }

  @Test
  void aServerThatCannotWriteItServesNevertheless() throws Exception {
    Files.writeString(home.resolve("run"), "a file where the directory should be");

    try (TestServer server = TestServer.start(home, SITE)) {
      assertThat(server.state().listeners()).hasSize(1);
    }
  }
}
