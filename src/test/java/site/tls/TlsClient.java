package site.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A TLS client that trusts everybody and shows what it was shown. Each connection has a context of
 * its own: the JDK's client would resume a session of the same address under its old server name.
 */
final class TlsClient {
  private final int port;

  TlsClient(int port) {
    this.port = port;
  }

  static SSLContext trustingEverybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustEverybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Connects and ends the handshake; a name of "" sends none. */
  SSLSocket connect(String serverName, String... applicationProtocols) throws IOException {
    SSLSocket socket = unconnected(serverName);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(applicationProtocols);
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  SSLSocket unconnected(String serverName) throws IOException {
    var socket =
        (SSLSocket)
            trustingEverybody()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(
        serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** The certificate shown for this name. */
  X509Certificate certificate(String serverName) throws IOException {
    try (SSLSocket socket = connect(serverName)) {
      return certificate(socket);
    }
  }

  static X509Certificate certificate(SSLSocket socket) throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  /** One HTTP/1.1 request on an open connection; its body. */
  static String request(SSLSocket socket, String host) throws IOException {
    String request = "GET / HTTP/1.1\r\nhost: " + host + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
      if (head.length() > 1000) {
        throw new IOException("not a response: " + head);
      }
    }
    int length =
        Integer.parseInt(head.toString().replaceAll("(?s).*content-length: (\\d+).*", "$1"));
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  private static final class TrustEverybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
