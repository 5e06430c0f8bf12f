package site.apps.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import site.TestServer;
import site.apps.Visitor;
import site.database.Programs;

/** A server with parts, mounted in three ways: below a prefix, at the root, and for admins. */
final class PartsSite implements AutoCloseable {
  static final String PREFIX = "/pc-builder-app";

  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      log: { access: { to: logs/access.log } }
      apps: { parts: { from: parts.jar, config: { admin-header: x-remote-user%s } } }
      sites:
        - hosts: ["localhost"]
          routes:
            - path: /pc-builder-app
              redirect: { to: /pc-builder-app/, status: 308 }
            - path: /pc-builder-app/admin/*
              app: parts
              strip-prefix: /pc-builder-app
              auth:
                basic: { realm: Rigboard, users: "admin:$5$rounds=1000$saltsalt$VV/WKA8y1AZpo/ZhbQLH4BLq7Q3Xm8ChmcvlqRplv5C" }
                user-header: x-remote-user
            - path: /pc-builder-app/order_table
              app: parts
              strip-prefix: /pc-builder-app
              auth:
                basic: { realm: Rigboard, users: "admin:$5$rounds=1000$saltsalt$VV/WKA8y1AZpo/ZhbQLH4BLq7Q3Xm8ChmcvlqRplv5C" }
                user-header: x-remote-user
            - path: /pc-builder-app/*
              app: parts
              strip-prefix: /pc-builder-app
              headers: { request: { x-remote-user: null } }
        - hosts: ["127.0.0.1"]
          routes: [{ app: parts, headers: { request: { x-remote-user: null } } }]
      """;

  private final Path home;
  private final TestServer server;

  private PartsSite(Path home, TestServer server) {
    this.home = home;
    this.server = server;
  }

  static PartsSite start(Path home) throws IOException {
    return start(home, "");
  }

  /** With further settings of the app, each after a comma. */
  static PartsSite start(Path home, String settings) throws IOException {
    assumeThat(Programs.ofThisProcess().blockingProblem()).as("a MariaDB").isEmpty();
    Files.copy(Path.of(System.getProperty("site.apps"), "parts.jar"), home.resolve("parts.jar"));
    return new PartsSite(home, TestServer.start(home, YAML.formatted(settings)));
  }

  /** Another revision of the app, with these settings. */
  void redeploy(String settings) throws Exception {
    server.reload(YAML.formatted(settings));
  }

  Visitor visitor() {
    return new Visitor(server.url("http", 0, PREFIX + "/"));
  }

  /** On the other host, where the app is everything. */
  Visitor visitorAtRoot() {
    return new Visitor(URI.create("http://127.0.0.1:" + server.port(0) + "/"));
  }

  Visitor admin() {
    return visitor().with("authorization", basic("admin:rigboard"));
  }

  static String basic(String nameAndPassword) {
    return "Basic " + Base64.getEncoder().encodeToString(nameAndPassword.getBytes(UTF_8));
  }

  /** As somebody else does who has the app's account: another revision, or a person. */
  void sql(String... statements) throws Exception {
    MySQLConnectOptions options =
        new MySQLConnectOptions()
            .setHost(home.resolve("data/db/mariadb.sock").toString())
            .setUser("parts")
            .setPassword(password())
            .setDatabase("parts");
    Vertx vertx = Vertx.vertx();
    try {
      MySQLConnection connection =
          MySQLConnection.connect(vertx, options).await(30, TimeUnit.SECONDS);
      for (String statement : statements) {
        connection.query(statement).execute().await(30, TimeUnit.SECONDS);
      }
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }

  private String password() throws IOException {
    return Files.readAllLines(home.resolve("data/db/accounts")).stream()
        .filter(line -> line.startsWith("parts "))
        .map(line -> line.substring("parts ".length()))
        .findFirst()
        .orElseThrow();
  }

  Path home() {
    return home;
  }

  TestServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
