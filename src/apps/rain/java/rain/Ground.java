package rain;

import java.util.List;

/** How wet the ground is, from what fell in ten days: each day halves what is left of it. */
enum Ground {
  DRY,
  DAMP,
  MUDDY,
  VERY_MUDDY;

  static final int DAYS = 10;
  private static final double HALF_LIFE_HOURS = 24;

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

  static Ground of(double wetness, Thresholds place) {
    if (wetness < place.dry()) {
      return DRY;
    }
    if (wetness < place.damp()) {
      return DAMP;
    }
    return wetness < place.muddy() ? MUDDY : VERY_MUDDY;
  }

  String key() {
    return "ground." + name().toLowerCase(java.util.Locale.ROOT);
  }
}
