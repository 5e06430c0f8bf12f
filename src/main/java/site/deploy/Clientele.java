package site.deploy;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import site.http.HttpFailure;

/**
 * Whom a revision is busy with: exchanges it was given and has not answered, commands that have not
 * ended, and WebSockets that are open. Here they are taken back when it will not see to them any
 * more.
 */
final class Clientele {
  private final String app;
  private final Set<HandOver> exchanges = ConcurrentHashMap.newKeySet();
  private final Set<AppWebSocket> webSockets = ConcurrentHashMap.newKeySet();
  private final Set<CommandRun> commands = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Clientele(String app) {
    this.app = app;
  }

  void came(HandOver exchange) {
    exchanges.add(exchange);
  }

  void left(HandOver exchange) {
    exchanges.remove(exchange);
  }

  void came(AppWebSocket socket) {
    webSockets.add(socket);
    if (cut) {
      socket.goAway();
    }
  }

  void left(AppWebSocket socket) {
    webSockets.remove(socket);
  }

  int webSockets() {
    return webSockets.size();
  }

  void came(CommandRun command) {
    commands.add(command);
  }

  void left(CommandRun command) {
    commands.remove(command);
  }

  int commands() {
    return commands.size();
  }

  /** Takes back what a stuck instance was given; returns how many exchanges that were. */
  int abandon(Instance stuck) {
    List<HandOver> given = exchanges.stream().filter(exchange -> exchange.isWith(stuck)).toList();
    HttpFailure failure = new HttpFailure(504, "apps." + app + ": its instance is stuck");
    given.forEach(exchange -> exchange.abandon(failure));
    return given.size();
  }

  /** Takes back every exchange and command; WebSockets that still come are sent away at once. */
  void cut() {
    cut = true;
    HttpFailure replaced = new HttpFailure(503, "apps." + app + ": was stopped meanwhile");
    exchanges.forEach(exchange -> exchange.abandon(replaced));
    commands.forEach(CommandRun::cut);
  }

  /** Sends the clients of open WebSockets away; done when they have gone. */
  Future<Void> closeWebSockets() {
    return Future.join(webSockets.stream().map(AppWebSocket::goAway).toList()).mapEmpty();
  }
}
