package site.tls;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the chooser for one handshake and waits for the answer within the limits. */
final class Choices {
  private static final Logger LOG = LoggerFactory.getLogger("tls");

  private final CertificateChooser chooser;
  private final HoldLimits limits;
  private final HeldHandshakes held;
  private final AtomicLong handshakes = new AtomicLong();

  private volatile Function<ClientHello, Optional<ClientTrust>> clients = hello -> Optional.empty();

  Choices(CertificateChooser chooser, HoldLimits limits) {
    this.chooser = chooser;
    this.limits = limits;
    this.held = new HeldHandshakes(limits);
  }

  void swapClients(Function<ClientHello, Optional<ClientTrust>> next) {
    clients = next;
  }

  /** Whether who says this may be asked for a certificate. */
  boolean asksForCertificate(ClientHello hello) {
    return clients.apply(hello).isPresent();
  }

  /** Never fails: whatever goes wrong refuses the client. */
  Future<Choice> choose(Optional<ClientHello> hello, EventExecutor loop) {
    if (hello.isEmpty()) {
      return loop.newSucceededFuture(choice(hello, Optional.empty()));
    }
    Promise<Choice> answer = loop.newPromise();
    ask(hello.get())
        .exceptionally(failure -> refuse(hello.get(), failure))
        .thenAccept(identity -> answer.trySuccess(choice(hello, identity)));
    if (!answer.isDone()) {
      hold(answer, hello.get(), loop);
    }
    return answer;
  }

  private void hold(Promise<Choice> answer, ClientHello hello, EventExecutor loop) {
    Choice refused = choice(Optional.of(hello), Optional.empty());
    if (!held.enter(hello.clientAddress())) {
      answer.trySuccess(refused);
      return;
    }
    var timeout =
        loop.schedule(
            () -> answer.trySuccess(refused), limits.time().toMillis(), TimeUnit.MILLISECONDS);
    answer.addListener(
        answered -> {
          timeout.cancel(false);
          held.leave(hello.clientAddress());
        });
  }

  private CompletionStage<Optional<Identity>> ask(ClientHello hello) {
    try {
      return chooser.choose(hello);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static Optional<Identity> refuse(ClientHello hello, Throwable failure) {
    LOG.warn("no certificate for {}: {}", hello.serverName().orElse("-"), failure.toString());
    return Optional.empty();
  }

  private Choice choice(Optional<ClientHello> hello, Optional<Identity> identity) {
    Optional<ClientTrust> asked = hello.filter(h -> !h.isAcmeChallenge()).flatMap(clients);
    return new Choice(Long.toHexString(handshakes.incrementAndGet()), hello, identity, asked);
  }
}
