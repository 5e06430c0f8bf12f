package kit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers that are the same for everybody who asks the same: written once, kept as bytes and known
 * by their ETag. Where there is no more room, what was not asked for the longest goes. Of one event
 * loop.
 */
final class KeptAnswers {
  private final int room;
  private final Map<String, Buffer> byTag = new LinkedHashMap<>(16, 0.75f, true);
  private int taken;

  /**
   * @param room bytes
   */
  KeptAnswers(int room) {
    this.room = room;
  }

  /**
   * Answers 304 where the client has it, else with what is kept, else with what is written now.
   *
   * @param etag names all that the answer depends on
   */
  Future<Void> answer(RoutingContext ctx, String type, String etag, Supplier<Buffer> written) {
    String known = ctx.request().getHeader("if-none-match");
    if (known != null && ETags.matches(known, etag)) {
      return ctx.response().putHeader("etag", etag).setStatusCode(304).end();
    }
    Buffer kept = byTag.get(etag);
    Buffer content = kept != null ? kept : keep(etag, written.get());
    return ctx.response().putHeader("etag", etag).putHeader("content-type", type).end(content);
  }

  private Buffer keep(String etag, Buffer content) {
    byTag.put(etag, content);
    taken += content.length();
    Iterator<Buffer> oldest = byTag.values().iterator();
    while (taken > room) {
      taken -= oldest.next().length();
      oldest.remove();
    }
    return content;
  }
}
