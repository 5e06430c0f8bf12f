package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import site.http.Action;
import site.http.Chain;

class HstsTest {
  private final Action chain =
      Chain.of(
          List.of(new Hsts(Duration.ofDays(365))),
          exchange ->
              exchange.response().putHeader("strict-transport-security", "max-age=1").end());

  @Test
  void anEncryptedConnectionGetsItOnce() throws Exception {
    try (var served = new Served(chain, true, end -> {})) {
      assertThat(served.get("/"))
          .contains("strict-transport-security: max-age=31536000\r\n")
          .doesNotContain("max-age=1\r\n");
    }
  }

  @Test
  void aPlainOneDoesNotGetOurs() throws Exception {
    try (var served = new Served(chain)) {
      assertThat(served.get("/")).doesNotContain("31536000");
    }
  }
}
