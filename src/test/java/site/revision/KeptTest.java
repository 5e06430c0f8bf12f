package site.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTest {
  private final List<String> opened = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final Kept<String, String> kept =
      new Kept<>(
          key -> {
            opened.add(key);
            return key.startsWith("bad")
                ? Future.failedFuture(key + " cannot be opened")
                : Future.succeededFuture("living " + key);
          },
          value -> {
            closed.add(value);
            return Future.succeededFuture();
          });

  @Test
  void whatIsEqualIsKept() {
    kept.change(List.of("a", "b")).result().commit();
    String before = kept.live().get("a");

    Surplus surplus = kept.change(List.of("a", "c")).result().commit();
    surplus.close();

    assertThat(opened).containsExactly("a", "b", "c");
    assertThat(kept.live().get("a")).isSameAs(before);
    assertThat(closed).containsExactly("living b");
  }

  @Test
  void theSurplusLivesUntilItIsClosed() {
    kept.change(List.of("a")).result().commit();

    Surplus surplus = kept.change(List.of()).result().commit();

    assertThat(surplus.count()).isEqualTo(1);
    assertThat(closed).isEmpty();
    surplus.close();
    assertThat(closed).containsExactly("living a");
  }

  @Test
  void whenOneCannotBeOpenedNothingHasChanged() {
    kept.change(List.of("a")).result().commit();

    Future<?> change = kept.change(List.of("a", "b", "bad"));

    assertThat(change.cause()).hasMessage("bad cannot be opened");
    assertThat(closed).containsExactly("living b");
    assertThat(kept.live()).containsOnlyKeys("a");
  }

  @Test
  void anAbortedChangeClosesOnlyWhatItOpened() {
    kept.change(List.of("a")).result().commit();

    kept.change(List.of("a", "b")).result().abort();

    assertThat(closed).containsExactly("living b");
    assertThat(kept.live()).containsOnlyKeys("a");
  }

  @Test
  void twoEqualKeysShareOneThing() {
    kept.change(List.of("a", "a")).result().commit();

    assertThat(opened).containsExactly("a");
  }
}
