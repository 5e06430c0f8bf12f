package rain;

import java.util.List;

/** How wet the ground is, from what fell in ten days: each day halves what is left of it. */
enum Ground {
  DRY(0.5),
  DAMP(3),
  MUDDY(10),
  VERY_MUDDY(Double.MAX_VALUE);

  static final int DAYS = 10;
  private static final double HALF_LIFE_HOURS = 24;

  private final double below;

  Ground(double below) {
    this.below = below;
  }

  /** Millimetres that are still there. */
  static double wetness(List<Measured> values, long now) {
    return values.stream()
        .filter(value -> value.hour() < now && value.hour() >= now - DAYS * 86_400L)
        .mapToDouble(
            value -> {
              double hours = (now - value.hour()) / 3600.0;
              return value.fall().total() * Math.pow(0.5, hours / HALF_LIFE_HOURS);
            })
        .sum();
  }

  static Ground of(double wetness) {
    for (Ground ground : values()) {
      if (wetness < ground.below) {
        return ground;
      }
    }
    return VERY_MUDDY;
  }

  String key() {
    return "ground." + name().toLowerCase(java.util.Locale.ROOT);
  }
}
