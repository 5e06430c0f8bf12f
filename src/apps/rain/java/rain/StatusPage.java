package rain;

import static java.util.Comparator.comparing;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kit.Kit;
import kit.Page;
import kit.jobs.Jobs;
import kit.weather.CallGate;
import kit.weather.Cities;
import kit.weather.City;
import kit.weather.Product;

/** Tells how the collecting goes: the last run, the places, the calls, and what is missing. */
final class StatusPage {
  private static final long FRESH_SECONDS = 3 * 3600;
  private static final int GAP_HOURS = 7 * 24;
  private static final int WORST = 10;
  private static final int NAMES = 20;

  /** More than other jobs have between two runs of the collector. */
  private static final int RUNS = 10;

  private final Kit kit;
  private final Cities places;
  private final RainStore store;
  private final StatusStore numbers;
  private final Jobs jobs;
  private final CallGate gate;
  private final Clock clock;

  /** A place with hours nobody measured. */
  private record Gap(City city, int hours) {}

  StatusPage(Kit kit, Cities places, RainStore store, Jobs jobs, CallGate gate, Clock clock) {
    this.kit = kit;
    this.places = places;
    this.store = store;
    this.numbers = new StatusStore(kit.database());
    this.jobs = jobs;
    this.gate = gate;
    this.clock = clock;
  }

  void add() {
    kit.get("/status", this::show);
  }

  private Future<Void> show(RoutingContext ctx) {
    Instant now = clock.instant();
    long end = Measured.hourOf(now) - 3600; // the hour before this one is still being asked for
    Future<List<RainStore.State>> states = store.states();
    Future<List<StatusStore.Used>> calls = numbers.calls(now);
    Future<Map<Long, Integer>> measured = numbers.measured(end - GAP_HOURS * 3600L, end);
    Future<List<Jobs.Run>> runs = jobs.latest(RUNS);
    return Future.all(states, calls, measured, runs)
        .compose(
            all -> {
              Page page = kit.pages().page(ctx);
              List<RainStore.State> watched =
                  states.result().stream()
                      .filter(state -> places.byId(state.place()).isPresent())
                      .toList();
              Map<String, Object> shown = new HashMap<>();
              shown.put("run", run(page, runs.result()));
              places(page, watched, now, shown);
              shown.put("calls", calls.result().stream().map(used -> row(page, used)).toList());
              shown.put("gaps", gaps(watched, measured.result(), page));
              shown.put("state", gate.state(Product.CURRENT));
              shown.put("paid", gate.state(Product.TIMEMACHINE));
              return kit.pages().show(ctx, "status", shown);
            });
  }

  private static String run(Page page, List<Jobs.Run> runs) {
    return runs.stream()
        .filter(run -> run.name().equals("collect"))
        .findFirst()
        .map(
            run ->
                run.ok()
                    ? page.text("status.run", time(run.ended()), run.items())
                    : page.text("status.run.failed", time(run.ended()), run.error()))
        .orElse(page.text("status.none"));
  }

  private static String time(Instant at) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
        .format(at.atOffset(ZoneOffset.UTC));
  }

  private void places(
      Page page, List<RainStore.State> watched, Instant now, Map<String, Object> shown) {
    Predicate<RainStore.State> isFresh =
        state -> state.observedAt() > now.getEpochSecond() - FRESH_SECONDS;
    List<RainStore.State> active = watched.stream().filter(RainStore.State::active).toList();
    List<RainStore.State> stale = active.stream().filter(isFresh.negate()).toList();
    List<RainStore.State> inactive = watched.stream().filter(s -> !s.active()).toList();
    shown.put("all", watched.size());
    shown.put("fresh", active.size() - stale.size());
    shown.put("inactive", inactive.size());
    shown.put("staleNames", names(page, stale));
    shown.put("inactiveNames", names(page, inactive));
  }

  private String names(Page page, List<RainStore.State> states) {
    String names =
        states.stream()
            .map(state -> places.byId(state.place()).orElseThrow().label())
            .sorted()
            .limit(NAMES)
            .collect(Collectors.joining(" · "));
    int more = states.size() - NAMES;
    return more > 0 ? names + " " + page.text("status.more", more) : names;
  }

  private List<String> row(Page page, StatusStore.Used used) {
    String budget =
        used.product().isOneCall()
            ? page.text("status.budget.day", gate.limits().oneCallPerDay())
            : page.text("status.budget.minute", gate.limits().perMinute());
    return List.of(used.product().name(), used.today().toString(), used.month().toString(), budget);
  }

  private List<String> gaps(List<RainStore.State> watched, Map<Long, Integer> measured, Page page) {
    return watched.stream()
        .filter(RainStore.State::active)
        .map(
            state ->
                new Gap(
                    places.byId(state.place()).orElseThrow(),
                    GAP_HOURS - measured.getOrDefault(state.place(), 0)))
        .filter(gap -> gap.hours() > 0)
        .sorted(comparing(Gap::hours).reversed().thenComparing(gap -> gap.city().label()))
        .limit(WORST)
        .map(gap -> page.text("status.gap", gap.city().label(), gap.hours()))
        .toList();
  }
}
