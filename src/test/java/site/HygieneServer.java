package site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The whole server in front of an upstream that reads to the letter. */
final class HygieneServer implements AutoCloseable {
  private final StrictOrigin origin = new StrictOrigin();
  private final TestServer server;

  HygieneServer(Path home) throws Exception {
    server =
        TestServer.start(
            home,
            """
            limits: { header-timeout: 1s }
            listeners: [{ address: '127.0.0.1:0' }]
            log: { access: { to: off } }
            sites: [{ hosts: ['*'], routes: [{ path: '/*', proxy: '%s' }] }]
            """
                .formatted(origin.url()));
  }

  int port() {
    return server.port(0);
  }

  /** The requests that reached the upstream since this was asked last. */
  List<String> seen() {
    return origin.seen();
  }

  @Override
  public void close() throws IOException {
    server.close();
    origin.close();
  }
}
