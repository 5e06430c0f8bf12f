package feature;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** WebSockets in every way an app can take them. */
public class SocketVerticle extends AbstractVerticle {
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Thread thread;

  @Override
  public void start(Promise<Void> started) {
    thread = Thread.currentThread();
    HttpServerOptions options =
        new HttpServerOptions().setWebSocketSubProtocols(List.of("chat", "other"));
    vertx
        .createHttpServer(options)
        .requestHandler(
            request -> {
              switch (request.path()) {
                case "/wrong" -> request.response().end(String.join("\n", wrong));
                case "/events" -> request.response().end(String.join("\n", events));
                default -> request.response().end("plain");
              }
            })
        .webSocketHandshakeHandler(this::decide)
        .webSocketHandler(this::opened)
        .listen(8080)
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void decide(ServerWebSocketHandshake handshake) {
    check("handshake");
    if (handshake.path().equals("/forbidden")) {
      handshake.reject(403);
    } else {
      handshake.accept().onSuccess(socket -> check("accepted"));
    }
  }

  private void opened(ServerWebSocket socket) {
    check("open");
    socket.writeTextMessage(
        socket.path() + " " + socket.remoteAddress().host() + " " + socket.subProtocol());
    socket.textMessageHandler(text -> text(socket, text));
    socket.binaryMessageHandler(
        data -> {
          check("binary");
          socket.writeBinaryMessage(data);
        });
    socket.pongHandler(
        data -> {
          check("pong");
          events.add("pong " + data);
        });
    socket.exceptionHandler(
        e -> {
          check("exception");
          events.add("exception " + e.getMessage());
        });
    socket.endHandler(v -> check("end"));
    socket.closeHandler(
        v -> {
          check("close");
          events.add("closed " + socket.closeStatusCode() + " " + socket.closeReason());
        });
  }

  private void text(ServerWebSocket socket, String text) {
    check("text");
    switch (text) {
      case "ping" -> socket.writePing(Buffer.buffer("p")).onComplete(r -> check("ping written"));
      case "close" -> socket.close((short) 4001, "enough").onComplete(r -> check("closed"));
      case "flood" -> flood(socket, 2000);
      case "pause" -> {
        socket.pause();
        vertx.setTimer(50, id -> socket.resume());
      }
      default -> socket.writeTextMessage("echo " + text);
    }
  }

  private void flood(ServerWebSocket socket, int left) {
    if (left == 0) {
      socket.writeTextMessage("flooded");
    } else if (socket.writeQueueFull()) {
      events.add("waiting");
      socket.drainHandler(
          v -> {
            check("drain");
            flood(socket, left);
          });
    } else {
      socket.writeBinaryMessage(Buffer.buffer(new byte[10_000]));
      vertx.runOnContext(v -> flood(socket, left - 1));
    }
  }

  private void check(String where) {
    if (Thread.currentThread() != thread) {
      wrong.add(where + " on thread " + Thread.currentThread().getName());
    }
    if (Vertx.currentContext() == null
        || !deploymentID().equals(Vertx.currentContext().deploymentID())) {
      wrong.add(where + " on context " + Vertx.currentContext());
    }
  }
}
