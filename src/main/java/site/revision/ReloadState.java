package site.revision;

import java.time.Instant;
import java.util.Optional;

/**
 * How reloads went since the server started.
 *
 * @param succeeded those after which a new revision served
 * @param refused those after which the old one stayed
 * @param lastSuccess when a revision was swapped in last
 * @param refusal the reason of the last reload, if that was refused
 */
public record ReloadState(
    long succeeded, long refused, Optional<Instant> lastSuccess, Optional<String> refusal) {
  static final ReloadState NONE = new ReloadState(0, 0, Optional.empty(), Optional.empty());

  ReloadState success(Instant at) {
    return new ReloadState(succeeded + 1, refused, Optional.of(at), Optional.empty());
  }

  ReloadState refusal(String reason) {
    return new ReloadState(succeeded, refused + 1, lastSuccess, Optional.of(reason));
  }
}
