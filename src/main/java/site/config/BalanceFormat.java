package site.config;

import static site.config.Key.key;
import static site.config.Scalars.duration;
import static site.config.Scalars.integer;
import static site.config.Scalars.word;
import static site.config.Scalars.words;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import site.config.BalanceConfig.HashKey;
import site.config.BalanceConfig.Policy;
import site.config.BalanceConfig.Queue;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** The keys that say which target gets a request, and the record they become. */
final class BalanceFormat {
  private static final Pattern HASH =
      Pattern.compile("hash:(?:(header|cookie|query):)?([A-Za-z0-9_-]{1,128})");

  private BalanceFormat() {}

  static Stream<Key> keys() {
    return Stream.of(
        key(
                "balance",
                policy(),
                "Who gets the next request: each in turn; who has the fewest; the lesser of two"
                    + " drawn by lot; always the same for a client's address or for the value of"
                    + " `hash:NAME`, a header, cookie or query parameter (`hash:cookie:NAME` for"
                    + " one of them); the first that is well.")
            .byDefault("round-robin"),
        key(
            "sticky",
            Section.of(
                "a map with cookie",
                key("cookie", Names.name(), "The cookie that names the target.").required()),
            "A client keeps its target, by a cookie we set."),
        key(
                "slow-start",
                duration("0s", "1h"),
                "How long a target that came back is eased in, from a tenth of its weight.")
            .byDefault("0s"),
        key(
                "queue",
                integer(0, 1_000_000),
                "Requests that wait when every target has its `max-connections`; above that 503.")
            .byDefault("1000"),
        key("queue-time", duration("1ms", "10m"), "How long they wait at most, then 503.")
            .byDefault("5s"));
  }

  static BalanceConfig build(ConfigNode node) {
    Choice chosen = node.get("balance", Choice.class);
    return new BalanceConfig(
        chosen.policy,
        chosen.key,
        node.find("sticky").map(sticky -> sticky.get("cookie", String.class)),
        node.get("slow-start", Duration.class),
        new Queue(node.get("queue", Integer.class), node.get("queue-time", Duration.class)));
  }

  private record Choice(Policy policy, Optional<HashKey> key) {
    static Choice of(Policy policy) {
      return new Choice(policy, Optional.empty());
    }
  }

  private static Scalar policy() {
    Scalar plain =
        words(
            word("round-robin", Choice.of(Policy.ROUND_ROBIN)),
            word("least-requests", Choice.of(Policy.LEAST_REQUESTS)),
            word("random-two", Choice.of(Policy.RANDOM_TWO)),
            word("ip-hash", Choice.of(Policy.IP_HASH)),
            word("first", Choice.of(Policy.FIRST)));
    List<?> names = (List<?>) plain.schema().get("enum");
    return new Scalar(
        "round-robin, least-requests, random-two, ip-hash, first or hash: and a name",
        (text, home) -> {
          Matcher hash = HASH.matcher(text);
          return hash.matches()
              ? new Reading.Value(new Choice(Policy.HASH, Optional.of(hashKey(hash))))
              : plain.parser().read(text, home);
        },
        Map.of(
            "type",
            "string",
            "pattern",
            "^(" + String.join("|", names.stream().map(String::valueOf).toList()) + "|hash:.+)$"));
  }

  private static HashKey hashKey(Matcher hash) {
    String source = hash.group(1) == null ? "any" : hash.group(1);
    var where = HashKey.Source.valueOf(source.toUpperCase(Locale.ROOT));
    boolean field = where == HashKey.Source.HEADER;
    return new HashKey(where, field ? hash.group(2).toLowerCase(Locale.ROOT) : hash.group(2));
  }
}
