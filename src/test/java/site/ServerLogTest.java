package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a server says what it has to say, seen in the files it leaves. */
class ServerLogTest {
  @TempDir Path home;

  @Test
  void whatHappensBeforeTheFirstRevisionServesIsInTheFileToo() throws Exception {
    TestServer.write(home.resolve("apps/broken/java/Broken.java"), "this is not Java");
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        log: { access: { to: off }, server: { to: logs/server.log } }
        apps: { broken: { from: apps/broken } }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", app: broken }] }]
        """;

    TestServer.start(home, yaml).close();

    assertThat(Files.readString(home.resolve("logs/server.log")))
        .contains("broken")
        .contains("Broken.java")
        .contains("revision 1 serves");
  }

  @Test
  void aServerWhoseLogCannotBeOpenedDoesNotStart() {
    TestServer.write(home.resolve("logs"), "a file where a folder should be");
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        log: { server: { to: logs/server.log } }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", respond: { status: 204 } }] }]
        """;

    assertThatThrownBy(() -> TestServer.start(home, yaml))
        .hasMessageContaining("log file")
        .hasMessageContaining("server.log");
  }
}
