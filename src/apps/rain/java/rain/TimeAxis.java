package rain;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Says when some bars of a chart are: the first, the last, and round ones where there is room. */
final class TimeAxis {
  /** More than a letter of the largest print takes, in units of the drawing. */
  private static final double LETTER = 10;

  private static final double GAP = 15;
  private static final int FEW_HOURS = 48;
  private static final int FEW_DAYS = 240;

  private final Series series;
  private final Function<String, DateTimeFormatter> formats;

  /**
   * One text.
   *
   * @param anchor which part of the text is at x, in SVG's word
   */
  record Label(double x, String anchor, String text) {
    private double begin() {
      return anchor.equals("start") ? x : x - length() / (anchor.equals("end") ? 1 : 2);
    }

    private double end() {
      return begin() + length();
    }

    private double length() {
      return text.length() * LETTER;
    }
  }

  /** The formats are the reader's for hour, day and month. */
  TimeAxis(Series series, Function<String, DateTimeFormatter> formats) {
    this.series = series;
    this.formats = formats;
  }

  /** For bars that share the room between two places. */
  List<Label> labels(double from, double to) {
    List<Series.Slot> slots = series.slots();
    double width = (to - from) / slots.size();
    List<Label> labels = new ArrayList<>();
    labels.add(new Label(from, "start", text(slots.get(0).begin())));
    Label last = new Label(to, "end", text(slots.get(slots.size() - 1).begin()));
    for (int i = 1; i < slots.size() - 1; i++) {
      ZonedDateTime begin = slots.get(i).begin();
      Label label = new Label(from + (i + 0.5) * width, "middle", text(begin));
      if (isRound().test(begin) && isRoom(labels.get(labels.size() - 1), label, last)) {
        labels.add(label);
      }
    }
    if (isApart(labels.get(labels.size() - 1), last)) {
      labels.add(last);
    }
    return labels;
  }

  private static boolean isRoom(Label before, Label label, Label after) {
    return isApart(before, label) && isApart(label, after);
  }

  private static boolean isApart(Label one, Label other) {
    return one.end() + GAP <= other.begin();
  }

  private Predicate<ZonedDateTime> isRound() {
    int bars = series.slots().size();
    return switch (series.span().step()) {
      case HOUR ->
          bars <= FEW_HOURS
              ? begin -> begin.getHour() % 6 == 0
              : begin -> begin.getHour() == 0 && (bars <= FEW_DAYS || isMonday(begin));
      case DAY -> bars <= 62 ? TimeAxis::isMonday : begin -> begin.getDayOfMonth() == 1;
      case MONTH -> begin -> begin.getMonthValue() % (bars <= 24 ? 3 : 12) == 1;
    };
  }

  private static boolean isMonday(ZonedDateTime begin) {
    return begin.getDayOfWeek() == DayOfWeek.MONDAY;
  }

  private String text(ZonedDateTime begin) {
    boolean isHour =
        series.span().step() == Span.Step.HOUR
            && series.slots().size() <= FEW_HOURS
            && begin.getHour() != 0;
    String kind =
        isHour
            ? "chart.hour"
            : series.span().step() == Span.Step.MONTH ? "chart.month" : "chart.day";
    return formats.apply(kind).format(begin);
  }
}
