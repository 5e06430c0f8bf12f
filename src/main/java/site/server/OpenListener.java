package site.server;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import site.config.Address;

/** A listener with the settings it was opened with and what its closing takes besides. */
public final class OpenListener {
  private final Listeners.Spec spec;
  private final Listener listener;
  private final Connections connections;
  private final Optional<Http3Listener> http3;
  private final Supplier<Future<Void>> cleanUp;

  OpenListener(
      Listeners.Spec spec,
      Listener listener,
      Connections connections,
      Optional<Http3Listener> http3,
      Supplier<Future<Void>> cleanUp) {
    this.spec = spec;
    this.listener = listener;
    this.connections = connections;
    this.http3 = http3;
    this.cleanUp = cleanUp;
  }

  public Listeners.Spec spec() {
    return spec;
  }

  /** Where it listens, with the port the system chose. */
  public Address address() {
    return spec.config().address() instanceof Address.Tcp tcp
        ? new Address.Tcp(tcp.host(), listener.port())
        : spec.config().address();
  }

  /** How many clients are connected. */
  public ConnectionsState connections() {
    return connections.state();
  }

  /**
   * Stops accepting at once; done when the last request is over or the time is up.
   *
   * @param drain how long requests under way may take
   */
  public Future<Void> close(Duration drain) {
    Future<Void> closed = listener.close(drain);
    Future<Void> http3Closed = http3.map(h -> h.close(drain)).orElse(Future.succeededFuture());
    return cleanUp.get().transform(v -> Future.join(closed, http3Closed).mapEmpty());
  }

  /**
   * Done when the address can be bound again, which is long before {@link #close} is. Its UDP port
   * is not free yet: HTTP/3 of the successor begins when the last request of this is over.
   */
  public Future<Void> released() {
    return listener.released();
  }
}
