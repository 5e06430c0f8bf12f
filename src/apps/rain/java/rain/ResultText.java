package rain;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import kit.Page;

/** A result in the words and numbers of the reader, for the template. */
public final class ResultText {
  private static final int ROWS = 100;

  private final Page page;
  private final Result result;
  private final Unit unit;
  private final int part;

  /** One hour of the table. */
  public record Row(String time, String rain, String snow, String source) {}

  ResultText(Page page, Result result, Unit unit, int part) {
    this.page = page;
    this.result = result;
    this.unit = unit;
    this.part = part;
  }

  public String name() {
    return result.city().name();
  }

  public String title() {
    return page.text("result.title", result.city().name());
  }

  public String where() {
    return String.format(Locale.ROOT, "%.3f, %.3f", result.city().lat(), result.city().lon());
  }

  public String zone() {
    return result.city().zone().getId();
  }

  public String heard() {
    if (result.lastWet() < 0 && result.recent().isEmpty()) {
      return page.text("result.never");
    }
    return page.text(
        "result.heard",
        result.minutesSinceHeard(),
        time(Instant.ofEpochSecond(result.observedAt()).atZone(result.city().zone())));
  }

  public String sum() {
    return unit.text(result.series().sum(), page.locale());
  }

  public String last(int hours) {
    return unit.text(result.last(hours), page.locale());
  }

  public String sinceRain() {
    long hours = result.hoursSinceRain();
    return hours < 0 ? page.text("result.norain") : page.text("result.hours", hours);
  }

  public String coverage() {
    return result.series().coverage() + " %";
  }

  public String ground() {
    return page.text(result.ground().key());
  }

  public String formula() {
    Thresholds own = result.thresholds();
    return page.text(
        "result.formula",
        amount(result.wetness()),
        amount(own.dry()),
        amount(own.damp()),
        amount(own.muddy()));
  }

  private String amount(double mm) {
    return unit.text(mm, page.locale());
  }

  /** Tells no rain from no measurements. */
  public String state() {
    Series series = result.series();
    if (series.missing() > 0) {
      return page.text("result.missing", series.missing(), series.span().hours());
    }
    return series.sum() == 0 ? page.text("result.dry") : "";
  }

  /** Escaped by the chart's caller: the only part that is no number is a text of ours. */
  public String chart() {
    TimeAxis times =
        new TimeAxis(
            result.series(), kind -> DateTimeFormatter.ofPattern(page.text(kind), page.locale()));
    return new Chart(result.series(), times).svg(Exports.escaped(sentence()));
  }

  public String sentence() {
    Series series = result.series();
    String step = series.span().step().word();
    if (series.wet() == 0) {
      return page.text("chart.none", series.slots().size(), page.text("step." + step));
    }
    Series.Slot most = series.most();
    return page.text(
        "chart.some",
        series.wet(),
        series.slots().size(),
        page.text("step." + step),
        series.span().step() == Span.Step.HOUR ? time(most.begin()) : date(most.begin()),
        unit.text(most.mm(), page.locale()));
  }

  public java.util.List<Row> rows() {
    int size = result.values().size();
    int last = Math.max(0, size - part * ROWS);
    int first = Math.max(0, last - ROWS);
    return java.util.stream.IntStream.range(first, last)
        .map(i -> last - 1 - (i - first))
        .mapToObj(i -> row(result.values().get(i)))
        .toList();
  }

  public boolean hasOlder() {
    return result.values().size() > (part + 1) * ROWS;
  }

  public String older() {
    return page.here("part", Integer.toString(part + 1));
  }

  private Row row(Measured value) {
    return new Row(
        time(Instant.ofEpochSecond(value.hour()).atZone(result.city().zone())),
        unit.number(value.fall().rain(), page.locale()),
        unit.number(value.fall().snow(), page.locale()),
        page.text("source." + value.source().word()));
  }

  public String unit() {
    return unit.word();
  }

  public String step() {
    return result.series().span().step().word();
  }

  public String range() {
    return result.series().span().word();
  }

  /** With the offset: where clocks go back, two hours have the same name. */
  private static String time(ZonedDateTime time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT).format(time);
  }

  private String date(ZonedDateTime time) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(page.locale())
        .format(time);
  }
}
