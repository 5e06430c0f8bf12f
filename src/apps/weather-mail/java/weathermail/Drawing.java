package weathermail;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A picture of lines and discs on 600 by 300 points: SVG for pages, and PNG for letters, as mail
 * programs show no SVG. Its ground is transparent, for light and dark.
 */
record Drawing(List<Mark> marks) {
  static final int WIDTH = 600;
  static final int HEIGHT = 300;

  /**
   * A line with round ends; one without length is a disc.
   *
   * @param color six hexadecimal digits
   */
  record Mark(double x1, double y1, double x2, double y2, double width, String color) {
    static Mark disc(double x, double y, double radius, String color) {
      return new Mark(x, y, x, y, radius * 2, color);
    }

    private String svg() {
      return String.format(
          Locale.ROOT,
          "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#%s\" stroke-width=\"%.1f\"/>",
          x1,
          y1,
          x2,
          y2,
          color,
          width);
    }

    private void on(Graphics2D canvas) {
      canvas.setColor(new Color(Integer.parseInt(color, 16)));
      if (x1 == x2 && y1 == y2) {
        canvas.fill(new Ellipse2D.Double(x1 - width / 2, y1 - width / 2, width, width));
        return;
      }
      canvas.setStroke(
          new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      canvas.draw(new Line2D.Double(x1, y1, x2, y2));
    }
  }

  String svg() {
    return marks.stream()
        .map(Mark::svg)
        .collect(
            Collectors.joining(
                "",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 300\""
                    + " stroke-linecap=\"round\">",
                "</svg>"));
  }

  /** Takes some milliseconds of computing. */
  byte[] blockingPng() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    marks.forEach(mark -> mark.on(canvas));
    canvas.dispose();
    return Png.of(image);
  }
}
