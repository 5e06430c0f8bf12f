package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.StreamSupport;

/** What an app's jobs did, by its database. */
final class JobRuns {
  private static final Duration TICK = Duration.ofMinutes(5);

  private final List<Entry<String, Long>> ticks;

  JobRuns(JourneySite site, String app) throws Exception {
    ticks =
        StreamSupport.stream(
                site.rows(app, "SELECT name, started FROM job_run").spliterator(), false)
            .map(JobRuns::tick)
            .toList();
  }

  private static Entry<String, Long> tick(Row row) {
    return Map.entry(row.getString(0), row.getLong(1) / TICK.toMillis());
  }

  /** However many revisions of the app there were meanwhile (K14). */
  void wereEachOfATickOfItsOwn() {
    assertThat(ticks).isNotEmpty().doesNotHaveDuplicates();
  }
}
