package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static site.tls.TestIdentities.leaf;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class CertificateStoreTest {
  private static final Set<String> NAMES = Set.of("one.example");

  @Test
  void fiftySwapsUnderLoadFailNothing() throws Exception {
    var store = new CertificateStore(table(TestIdentities.elliptic("one.example")));
    ExecutorService clients = Executors.newFixedThreadPool(3);
    try (var server = SeamServer.with(store)) {
      var done = new AtomicBoolean();
      var load =
          IntStream.range(0, 3).mapToObj(i -> clients.submit(requests(server, done))).toList();
      try (SSLSocket live = new TlsClient(server.port()).connect("one.example")) {
        var before = TlsClient.certificate(live);

        for (int swap = 0; swap < 50; swap++) {
          Identity next = TestIdentities.elliptic("one.example");
          store.swap(table(next));
          assertThat(new TlsClient(server.port()).certificate("one.example")).isEqualTo(leaf(next));
        }
        done.set(true);

        for (Future<Integer> requests : load) {
          assertThat(requests.get(20, TimeUnit.SECONDS)).isPositive(); // throws what failed
        }
        assertThat(TlsClient.request(live, "one.example")).isEqualTo("one.example");
        assertThat(TlsClient.certificate(live)).isEqualTo(before);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static Callable<Integer> requests(SeamServer server, AtomicBoolean done) {
    return () -> {
      int requests = 0;
      while (!done.get()) {
        try (SSLSocket socket = new TlsClient(server.port()).connect("one.example")) {
          assertThat(TlsClient.request(socket, "one.example")).isEqualTo("one.example");
          requests++;
        }
      }
      return requests;
    };
  }

  private static CertificateTable table(Identity identity) {
    return CertificateTable.builder().add(NAMES, identity).build();
  }
}
