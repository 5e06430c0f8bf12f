package site;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import site.revision.ServerState;

/** The whole server in front of an upstream, and it waits for slow bodies a second only. */
final class ImpatientServer implements AutoCloseable {
  private final Origin origin = new Origin();
  private final String listener;
  private final String host;
  private final TestServer server;

  /**
   * Serves.
   *
   * @param listener what the configuration says of it, beside its address
   */
  ImpatientServer(Path home, String listener, String host) throws Exception {
    this.listener = listener;
    this.host = host;
    server = TestServer.start(home, yaml(origin.url()));
  }

  private String yaml(String target) {
    return """
        limits: { header-timeout: 1s, body-min-rate: 1KiB/s, idle: 60s }
        listeners: [{ address: '127.0.0.1:0'%s }]
        admin: { address: '127.0.0.1:0' }
        sites: [{ hosts: ['%s'], routes: [{ path: '/*', proxy: '%s' }] }]
        """
        .formatted(listener, host, target);
  }

  /** From now on this is the upstream. */
  void standBefore(String target) throws Exception {
    server.reload(yaml(target));
  }

  int port() {
    return server.port(0);
  }

  ServerState state() {
    return server.state();
  }

  HttpResponse<String> getAdmin(String path) throws Exception {
    return server.getAdmin(path);
  }

  @Override
  public void close() throws TimeoutException {
    server.close();
    origin.close();
  }
}
