package weathermail;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import weathermail.Drawing.Mark;

/** One picture for each mood. */
final class Drawings {
  private static final String SUN = "e8a317";
  private static final String CLOUD = "8fa0ad";
  private static final String DARK_CLOUD = "66757f";
  private static final String WATER = "3a7fc1";
  private static final String ICE = "6fb4dc";
  private static final String HEAT = "d9512c";
  private static final String GLASS = "b9c4cb";

  private Drawings() {}

  static Drawing of(Mood mood) {
    return new Drawing(marks(mood).toList());
  }

  /** What says the mood where pictures are not shown. */
  static String colour(Mood mood) {
    return of(mood).marks().get(0).color();
  }

  private static Stream<Mark> marks(Mood mood) {
    return switch (mood) {
      case ROUGH -> both(bolt(), cloud(DARK_CLOUD, 300, 130));
      case SNOW -> both(fall(Drawings::flake), cloud(CLOUD, 300, 120));
      case WET -> both(fall(Drawings::drop), cloud(DARK_CLOUD, 300, 120));
      case GREY -> bars();
      case BRIGHT -> sun(300, 150);
      case CRISP -> both(sun(230, 150), thermometer(430, 0.2, ICE));
      case WARMER -> both(arrow(370, -1, HEAT), thermometer(260, 0.9, HEAT));
      case COOLER -> both(arrow(370, 1, WATER), thermometer(260, 0.3, WATER));
      case PLAIN -> cloud(CLOUD, 300, 160);
    };
  }

  private static Stream<Mark> both(Stream<Mark> behind, Stream<Mark> before) {
    return Stream.concat(behind, before);
  }

  private static Stream<Mark> cloud(String color, double x, double y) {
    return Stream.of(
        Mark.disc(x - 70, y, 50, color),
        Mark.disc(x, y - 30, 70, color),
        Mark.disc(x + 75, y - 5, 55, color),
        new Mark(x - 80, y + 25, x + 90, y + 25, 60, color));
  }

  private static Stream<Mark> sun(double x, double y) {
    return both(
        IntStream.range(0, 12)
            .mapToDouble(i -> Math.PI * i / 6)
            .mapToObj(
                angle ->
                    new Mark(
                        x + 92 * Math.cos(angle),
                        y + 92 * Math.sin(angle),
                        x + 125 * Math.cos(angle),
                        y + 125 * Math.sin(angle),
                        12,
                        SUN)),
        Stream.of(Mark.disc(x, y, 70, SUN)));
  }

  private static Stream<Mark> bolt() {
    return Stream.of(
        new Mark(310, 170, 275, 225, 14, SUN),
        new Mark(275, 225, 315, 225, 14, SUN),
        new Mark(315, 225, 280, 282, 14, SUN));
  }

  private interface Falling {
    Stream<Mark> at(double x, double y);
  }

  private static Stream<Mark> fall(Falling what) {
    return Stream.of(
            what.at(215, 205),
            what.at(300, 220),
            what.at(385, 205),
            what.at(258, 265),
            what.at(343, 265))
        .flatMap(each -> each);
  }

  private static Stream<Mark> drop(double x, double y) {
    return Stream.of(new Mark(x + 7, y - 18, x - 7, y + 18, 11, WATER));
  }

  private static Stream<Mark> flake(double x, double y) {
    return DoubleStream.of(0, Math.PI / 3, 2 * Math.PI / 3)
        .mapToObj(
            angle ->
                new Mark(
                    x - 17 * Math.cos(angle),
                    y - 17 * Math.sin(angle),
                    x + 17 * Math.cos(angle),
                    y + 17 * Math.sin(angle),
                    6,
                    ICE));
  }

  private static Stream<Mark> bars() {
    return List.of(
        new Mark(170, 90, 400, 90, 22, CLOUD),
        new Mark(220, 140, 450, 140, 22, DARK_CLOUD),
        new Mark(150, 190, 380, 190, 22, CLOUD),
        new Mark(240, 240, 420, 240, 22, DARK_CLOUD))
        .stream();
  }

  /** Filled to this part of its height. */
  private static Stream<Mark> thermometer(double x, double part, String color) {
    return Stream.of(
        new Mark(x, 50, x, 220, 44, GLASS),
        Mark.disc(x, 240, 40, GLASS),
        new Mark(x, 220 - 160 * part, x, 240, 20, color),
        Mark.disc(x, 240, 26, color));
  }

  /** Upwards with -1, downwards with 1. */
  private static Stream<Mark> arrow(double x, int down, String color) {
    double tip = 150 + 80 * down;
    return Stream.of(
        new Mark(x, 150 - 80 * down, x, tip, 16, color),
        new Mark(x - 35, tip - 40 * down, x, tip, 16, color),
        new Mark(x + 35, tip - 40 * down, x, tip, 16, color));
  }
}
