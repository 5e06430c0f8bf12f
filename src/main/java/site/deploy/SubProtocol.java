package site.deploy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Chooses what a WebSocket speaks (RFC 6455 4.2.2): the client's first wish that the app knows. */
final class SubProtocol {
  private SubProtocol() {}

  static Optional<String> choose(MultiMap headers, List<String> known) {
    if (known == null) {
      return Optional.empty();
    }
    return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::trim)
        .filter(name -> known.contains(name) || known.contains("*"))
        .findFirst();
  }
}
