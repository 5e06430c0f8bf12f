package site.admin;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Gathers families of metrics and writes them as Prometheus reads them. A family is one call that
 * names it, and one call for each of its values; a family without values is left out.
 */
final class Families {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final List<Supplier<MetricSnapshot>> families = new ArrayList<>();

  /** One value of a family, with the values of its labels in the order of their names. */
  @FunctionalInterface
  interface Values {
    void add(Number value, String... labels);
  }

  /** Something that only grows; {@code _total} is added to its name. */
  Values counter(String name, String help, String... labels) {
    Map<Labels, Double> values = new TreeMap<>();
    families.add(
        () -> {
          CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
          values.forEach(
              (of, value) ->
                  family.dataPoint(
                      CounterSnapshot.CounterDataPointSnapshot.builder()
                          .labels(of)
                          .value(value)
                          .build()));
          return family.build();
        });
    return (value, of) -> values.merge(Labels.of(labels, of), value.doubleValue(), Double::sum);
  }

  /** Something as it is at present. */
  Values gauge(String name, String help, String... labels) {
    Map<Labels, Double> values = new TreeMap<>();
    families.add(
        () -> {
          GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
          values.forEach(
              (of, value) ->
                  family.dataPoint(
                      GaugeSnapshot.GaugeDataPointSnapshot.builder()
                          .labels(of)
                          .value(value)
                          .build()));
          return family.build();
        });
    return (value, of) -> values.put(Labels.of(labels, of), value.doubleValue());
  }

  /** How something is distributed. */
  Histogram histogram(String name, String help, List<Double> bounds, String... labels) {
    Map<Labels, Histogram.Value> values = new TreeMap<>();
    families.add(
        () -> {
          HistogramSnapshot.Builder family = HistogramSnapshot.builder().name(name).help(help);
          values.forEach((of, value) -> family.dataPoint(dataPoint(bounds, of, value)));
          return family.build();
        });
    return (value, of) -> values.put(Labels.of(labels, of), value);
  }

  /** Distributions of one family. */
  @FunctionalInterface
  interface Histogram {
    void add(Value value, String... labels);

    /**
     * A distribution.
     *
     * @param counts for each bound how many lay below it and above the one before; one more for
     *     those above all bounds
     * @param sum of everything
     */
    record Value(List<Long> counts, double sum) {}
  }

  private static HistogramSnapshot.HistogramDataPointSnapshot dataPoint(
      List<Double> bounds, Labels labels, Histogram.Value value) {
    List<Double> ends = new ArrayList<>(bounds);
    ends.add(Double.POSITIVE_INFINITY);
    return new HistogramSnapshot.HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(ends, value.counts()), value.sum(), labels, null, 0);
  }

  /** All of them, in the order they were named in. */
  String text() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.stream()
        .map(Supplier::get)
        .filter(family -> !family.getDataPoints().isEmpty())
        .forEach(all::metricSnapshot);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, all.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
