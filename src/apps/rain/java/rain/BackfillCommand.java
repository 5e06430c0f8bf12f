package rain;

import io.vertx.core.Future;
import java.time.Clock;
import kit.weather.Cities;
import site.app.Command;

/** {@code app rain backfill}: an order by command line. */
final class BackfillCommand {
  private static final int WRONG_USAGE = 2;

  private BackfillCommand() {}

  static Future<Integer> run(Backfill backfill, Cities places, Clock clock, Command.Call call) {
    try {
      Order order = Order.of(call.arguments(), places, clock.instant());
      return backfill.run(order, call::say, call::isOver);
    } catch (IllegalArgumentException wrong) {
      call.say(wrong.getMessage());
      return Future.succeededFuture(WRONG_USAGE);
    }
  }
}
