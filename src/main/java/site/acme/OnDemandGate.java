package site.acme;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.HostName;
import site.config.OnDemandConfig;
import site.tls.CertificateChooser;
import site.tls.ClientHello;
import site.tls.Counts;
import site.tls.Identity;

/**
 * Decides who may cause a certificate by a handshake. A name nobody knows is asked about once,
 * however many clients want it; they are held meanwhile, within the limits of the seam. Strangers
 * can make us ask twice a minute each, and order as many names as {@code tls.on_demand.rate} says.
 */
public final class OnDemandGate implements CertificateChooser {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final Duration YES_FOR = Duration.ofHours(1);
  private static final Duration NO_FOR = Duration.ofMinutes(10);
  private static final int ASKS_PER_CLIENT = 2;
  private static final Duration PER_MINUTE = Duration.ofMinutes(1);
  private static final int MOST_KEPT = 10_000;

  private final CertificateChooser known;
  private final Predicate<String> configured;
  private final Function<String, CompletionStage<Void>> obtain;
  private final Clock clock;
  private final Map<String, Answer> answers = bounded();
  private final Map<InetAddress, TokenBucket> clients = bounded();
  private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
  private final Counts<Verdict> verdicts = new Counts<>(Verdict.class);
  private volatile Optional<Open> open = Optional.empty();

  /** What became of a handshake for a name that nobody knows. */
  public enum Verdict {
    /** The name is ours, and was ordered. */
    ORDERED,
    /** The name is not ours. */
    REFUSED,
    /** Nobody was asked: the client wants too many names. */
    CLIENT_LIMITED,
    /** The name is ours, but too many were ordered of late. */
    RATE_LIMITED
  }

  /** What is known about a name, and until when. */
  private record Answer(boolean yes, Instant until) {}

  /** The gate while it is open. */
  private record Open(OnDemandConfig config, AskServer server, TokenBucket names) {}

  /**
   * A closed gate.
   *
   * @param known chooses for names there is a certificate for
   * @param configured whether a name has its certificate by the configuration, sooner or later
   * @param obtain gets a certificate; done when {@code known} has it
   */
  public OnDemandGate(
      CertificateChooser known,
      Predicate<String> configured,
      Function<String, CompletionStage<Void>> obtain,
      Clock clock) {
    this.known = known;
    this.configured = configured;
    this.obtain = obtain;
    this.clock = clock;
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_KEPT;
      }
    };
  }

  /** From now on this holds; counters stay where nothing changed. */
  public void swap(Optional<OnDemandConfig> next) {
    if (!open.map(Open::config).equals(next)) {
      open =
          next.map(
              config ->
                  new Open(
                      config,
                      new AskServer(config.ask()),
                      new TokenBucket(config.names(), config.per(), clock.instant())));
    }
  }

  @Override
  public CompletionStage<Optional<Identity>> choose(ClientHello hello) {
    Optional<Open> gate = open;
    return known
        .choose(hello)
        .thenCompose(
            identity ->
                identity.isPresent() || gate.isEmpty() || !mayAsk(hello)
                    ? CompletableFuture.completedStage(identity)
                    : admit(gate.get(), hello));
  }

  /** Public names of several labels; RFC 6066 3 knows no others but host names anyway. */
  private boolean mayAsk(ClientHello hello) {
    return hello
        .serverName()
        .filter(name -> !CertPolicy.isAddress(name) && HostName.isPublic(name))
        .filter(name -> !configured.test(name))
        .isPresent();
  }

  private CompletionStage<Optional<Identity>> admit(Open gate, ClientHello hello) {
    String name = hello.serverName().orElseThrow();
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    CompletableFuture<Boolean> first = underWay.putIfAbsent(name, begun);
    if (first == null) {
      begin(gate, name, hello.clientAddress())
          .whenComplete(
              (admitted, failure) -> {
                underWay.remove(name);
                begun.complete(failure == null && admitted);
              });
    }
    return (first == null ? begun : first)
        .thenCompose(
            admitted ->
                admitted
                    ? known.choose(hello)
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  private CompletionStage<Boolean> begin(Open gate, String name, Optional<InetAddress> client) {
    Optional<Boolean> answer = remembered(name);
    if (answer.isPresent()) {
      return answer.get() ? order(gate, name) : refused(Verdict.REFUSED);
    }
    if (!client.map(this::mayAsk).orElse(true)) {
      LOG.debug("{}: not asked about, its client is asking for many names", name);
      return refused(Verdict.CLIENT_LIMITED);
    }
    return gate.server()
        .ask(name, client)
        .thenCompose(
            yes -> {
              remember(name, yes, yes ? YES_FOR : NO_FOR);
              return yes ? order(gate, name) : refused(Verdict.REFUSED);
            });
  }

  private CompletionStage<Boolean> order(Open gate, String name) {
    if (!gate.names().take(clock.instant())) {
      LOG.warn("{}: not ordered, more new names than tls.on_demand.rate allows", name);
      return refused(Verdict.RATE_LIMITED);
    }
    verdicts.add(Verdict.ORDERED);
    LOG.info("{}: is ours, as {} says", name, gate.config().ask());
    return obtain.apply(name).thenApply(v -> true);
  }

  private CompletionStage<Boolean> refused(Verdict verdict) {
    verdicts.add(verdict);
    return CompletableFuture.completedStage(false);
  }

  /** Handshakes for unknown names since the start. */
  public Map<Verdict, Long> verdicts() {
    return verdicts.sums();
  }

  /** For ten minutes the name is treated as if it were not ours. */
  public void reject(String name) {
    remember(name, false, NO_FOR);
  }

  private Optional<Boolean> remembered(String name) {
    synchronized (answers) {
      return Optional.ofNullable(answers.get(name))
          .filter(answer -> clock.instant().isBefore(answer.until()))
          .map(Answer::yes);
    }
  }

  private void remember(String name, boolean yes, Duration time) {
    synchronized (answers) {
      answers.put(name, new Answer(yes, clock.instant().plus(time)));
    }
  }

  private boolean mayAsk(InetAddress client) {
    synchronized (clients) {
      return clients
          .computeIfAbsent(
              client, c -> new TokenBucket(ASKS_PER_CLIENT, PER_MINUTE, clock.instant()))
          .take(clock.instant());
    }
  }
}
