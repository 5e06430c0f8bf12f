package site.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an app serves and has served, as it is written down beside its revisions. Pure.
 *
 * <p>It settles who is right when the files the configuration names and the files that serve
 * differ: whoever spoke last. Each decision for a revision is noted together with the state the
 * configured files were in at that moment; as long as they are still in that state, the decision
 * stands, over restarts and reloads. Once they are in another, somebody has put a newer version
 * there, and that is the newer decision.
 *
 * @param source digest of the configured files when {@code history} was last decided on, empty for
 *     none
 * @param history revisions that passed all gates and served, oldest first; the last one is live
 * @param last the highest number any of them ever had
 */
record LiveRecord(String source, List<Good> history, int last) {
  /** Databind, which Vert.x would take where it is, makes every start a quarter longer. */
  private static final JacksonCodec JSON = new JacksonCodec();

  static final LiveRecord NONE = new LiveRecord("", List.of(), 0);

  /** The live revision and what one may go back to. */
  private static final int KEPT = 3;

  /**
   * A revision that served.
   *
   * @param digest of the files it was made of
   * @param stored digest of its folder, to notice damage
   */
  record Good(int revision, String digest, String stored) {}

  Optional<Good> live() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** Where a rollback leads. */
  Optional<Good> previous() {
    return history.size() < 2 ? Optional.empty() : Optional.of(history.get(history.size() - 2));
  }

  /** Whether the live revision stays, the configured files being in this state. */
  boolean standsAgainst(String configured) {
    return live().isPresent() && (configured.equals(source) || isLive(configured));
  }

  boolean isLive(String digest) {
    return live().filter(good -> good.digest().equals(digest)).isPresent();
  }

  boolean holds(int revision) {
    return history.stream().anyMatch(good -> good.revision() == revision);
  }

  /** The revision serves from now on; going back to an earlier one forgets those after it. */
  LiveRecord serving(Good good, String configured) {
    List<Good> next = new ArrayList<>(history);
    next.removeIf(known -> known.revision() >= good.revision());
    next.add(good);
    int surplus = Math.max(0, next.size() - KEPT);
    return new LiveRecord(
        configured,
        List.copyOf(next.subList(surplus, next.size())),
        Math.max(last, good.revision()));
  }

  /** The same revisions, decided on once more. */
  LiveRecord against(String configured) {
    return new LiveRecord(configured, history, last);
  }

  String text() {
    JsonArray revisions = new JsonArray();
    history.forEach(
        good ->
            revisions.add(
                new JsonObject()
                    .put("revision", good.revision())
                    .put("digest", good.digest())
                    .put("stored", good.stored())));
    JsonObject json =
        new JsonObject().put("source", source).put("history", revisions).put("last", last);
    return JSON.toString(json, true);
  }

  /** Throws any runtime exception when the text is none of ours. */
  static LiveRecord parse(String text) {
    JsonObject json = (JsonObject) JSON.fromString(text);
    List<Good> history =
        json.getJsonArray("history").stream()
            .map(JsonObject.class::cast)
            .map(
                good ->
                    new Good(
                        good.getInteger("revision"),
                        good.getString("digest"),
                        good.getString("stored")))
            .toList();
    return new LiveRecord(json.getString("source"), history, json.getInteger("last"));
  }
}
