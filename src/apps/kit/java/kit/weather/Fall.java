package kit.weather;

/**
 * What fell from the sky, both in millimetres of water.
 *
 * @param rain zero when none fell
 * @param snow zero when none fell
 */
public record Fall(double rain, double snow) {
  public static final Fall NONE = new Fall(0, 0);

  public double total() {
    return rain + snow;
  }
}
