package site.deploy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A browser's end of a WebSocket; what arrives is written down as short texts. */
final class SocketClient implements WebSocket.Listener {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final Semaphore mayRead = new Semaphore(1);
  private int binary;
  private WebSocket socket;

  static SocketClient open(Host host, String path, String... protocols) {
    SocketClient client = new SocketClient();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (protocols.length > 0) {
      builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
    }
    URI uri = URI.create("ws://127.0.0.1:" + host.port() + path);
    client.socket = builder.buildAsync(uri, client).join();
    return client;
  }

  WebSocket socket() {
    return socket;
  }

  void send(String message) {
    socket.sendText(message, true).join();
  }

  /** Reads no more than one message until {@link #resume}. */
  void pause() {
    mayRead.acquireUninterruptibly();
  }

  void resume() {
    mayRead.release();
  }

  private void readOn(WebSocket from) {
    mayRead.acquireUninterruptibly();
    mayRead.release();
    from.request(1);
  }

  /** The next thing that happened, null when nothing does for half a minute. */
  String next() throws InterruptedException {
    return received.poll(30, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      received.add(text.toString());
      text.setLength(0);
    }
    readOn(webSocket);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    binary += data.remaining();
    if (last) {
      received.add("binary " + binary);
      binary = 0;
    }
    readOn(webSocket);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
    received.add("closed " + status + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    received.add("error " + error);
  }
}
