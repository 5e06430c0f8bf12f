package site;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import site.acme.Pebble;

/** A test with a site whose certificates come from pebble, and with visitors of that site. */
abstract class WithAcmeSite {
  @TempDir Path home;

  final int http = Ports.free();
  final int https = Ports.free();

  @BeforeEach
  void needsPebble() {
    assumeTrue(Pebble.isInstalled(), Pebble.MISSING);
  }

  Pebble pebble() {
    return Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
  }

  String yaml(Pebble pebble, String challenge, String... hosts) {
    return """
    listeners:
    - address: "127.0.0.1:%d"
    - { address: "127.0.0.1:%d", tls: true }
    tls:
      acme:
        ca: [ { id: pebble, directory: "%s", root: "%s" } ]
        challenges: [%s]
    admin: { socket: "%s" }
    log: { access: { to: "off" } }
    sites:
    - hosts: [%s]
      routes:
      - respond: { status: 200, body: hello }
    """
        .formatted(
            http,
            https,
            pebble.directoryUrl(),
            pebble.serverRoot(),
            challenge,
            home.resolve("a.sock"),
            String.join(", ", hosts));
  }

  boolean answersTrusted(Pebble pebble, String host) {
    try {
      return get(pebble.trustOfIssued(), host, "/").contains(" 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  String get(SSLContext trust, String host, String path) throws IOException {
    try (SSLSocket socket = handshake(trust, host)) {
      return exchange(socket, host, path);
    }
  }

  SSLSocket handshake(SSLContext trust, String host) throws IOException {
    SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), https);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  String plain(String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http)) {
      return exchange(socket, host, path);
    }
  }

  static String exchange(Socket socket, String host, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
