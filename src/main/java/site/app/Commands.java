package site.app;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * What an app can be told from outside: {@code java -jar site.jar app NAME COMMAND [ARG…]}. An app
 * offers its commands when it starts. Where no server is around it, nobody asks.
 */
public final class Commands {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final int MOST = 50;

  private final Map<String, Offer> offers = new ConcurrentSkipListMap<>();

  /**
   * One of them.
   *
   * @param usage its arguments and what it does, in one line
   * @param context where it is to be run
   */
  public record Offer(String name, String usage, Context context, Command command) {}

  /**
   * Offers a command. Of several instances of a verticle the last one has it.
   *
   * @param name lower-case letters, digits and hyphens, a letter first
   * @param usage its arguments and what it does, in one line
   * @throws IllegalArgumentException for another name, a usage of several lines, or the 51st
   * @throws IllegalStateException on a thread that is not Vert.x'
   */
  public void offer(String name, String usage, Command command) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "command \"" + name + "\" (expected up to 40 lower-case letters, digits, hyphens)");
    }
    if (usage.lines().count() > 1 || (offers.size() == MOST && !offers.containsKey(name))) {
      throw new IllegalArgumentException(
          "command " + name + " (expected one line of usage, and " + MOST + " commands at most)");
    }
    Context context = Vertx.currentContext();
    if (context == null) {
      throw new IllegalStateException("commands are offered by a verticle, on its own thread");
    }
    offers.put(name, new Offer(name, usage, context, command));
  }

  /** All of them, by name. */
  public List<Offer> all() {
    return List.copyOf(offers.values());
  }

  public Optional<Offer> find(String name) {
    return Optional.ofNullable(offers.get(name));
  }
}
