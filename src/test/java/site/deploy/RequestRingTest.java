package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import site.http.RequestPath;

class RequestRingTest {
  @Test
  void keepsTheLastOnes() {
    RequestRing ring = new RequestRing(3);

    for (int i = 0; i < 5; i++) {
      RequestPath path = RequestPath.parse("/" + i);
      ring.add(new Recorded(Question.get(path), 200, Duration.ZERO));
    }

    assertThat(ring.recent())
        .extracting(recorded -> recorded.question().shown())
        .containsExactlyInAnyOrder("GET /2", "GET /3", "GET /4");
  }

  @Test
  void isEmptyBeforeAnythingWasAsked() {
    assertThat(new RequestRing(3).recent()).isEmpty();
    assertThat(new RequestRing(0).recent()).isEmpty();
  }
}
