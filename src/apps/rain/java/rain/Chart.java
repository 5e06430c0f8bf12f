package rain;

import java.util.List;
import java.util.Locale;

/**
 * Draws a series as SVG that needs no script: bars for what fell, hatching for what is not known.
 */
final class Chart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 240;
  private static final int LEFT = 48;
  private static final int BOTTOM = 24;

  private final Series series;
  private final TimeAxis times;
  private final double top;

  Chart(Series series, TimeAxis times) {
    this.series = series;
    this.times = times;
    this.top = Math.max(1, series.most().mm());
  }

  /**
   * The drawing.
   *
   * @param sentence says the same in words, already escaped
   */
  String svg(String sentence) {
    StringBuilder svg = new StringBuilder(32_768);
    svg.append("<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-title\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT)
        .append("\"><title id=\"chart-title\">")
        .append(sentence)
        .append("</title><defs><pattern id=\"hatch\" width=\"6\" height=\"6\"")
        .append(" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">")
        .append("<line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>");
    axis(svg);
    times.labels(LEFT, WIDTH).forEach(label -> label(svg, label));
    List<Series.Slot> slots = series.slots();
    double width = (double) (WIDTH - LEFT) / slots.size();
    for (int i = 0; i < slots.size(); i++) {
      bar(svg, slots.get(i), LEFT + i * width, width);
    }
    return svg.append("</svg>").toString();
  }

  private void axis(StringBuilder svg) {
    for (int part = 0; part <= 2; part++) {
      double y = HEIGHT - BOTTOM - part * plot() / 2.0;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text class=\"label\" x=\"0\" y=\"%.1f\">%.1f</text>",
              LEFT,
              WIDTH,
              y,
              y,
              y + 4,
              top * part / 2));
    }
  }

  private static void label(StringBuilder svg, TimeAxis.Label label) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"label\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
            label.x(),
            HEIGHT - 5,
            label.anchor(),
            Exports.escaped(label.text())));
  }

  private void bar(StringBuilder svg, Series.Slot slot, double x, double width) {
    if (slot.isMissing()) {
      svg.append(rect("missing", x, HEIGHT - BOTTOM - plot(), width, plot()));
    } else if (slot.mm() > 0) {
      double height = Math.max(1, slot.mm() / top * plot());
      svg.append(rect("bar", x, HEIGHT - BOTTOM - height, width * 0.85, height));
    }
  }

  private static String rect(String kind, double x, double y, double width, double height) {
    return String.format(
        Locale.ROOT,
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\"/>",
        kind,
        x,
        y,
        width,
        height);
  }

  private static int plot() {
    return HEIGHT - BOTTOM - 12;
  }
}
