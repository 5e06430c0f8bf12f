package kit.weather;

/** What OpenWeatherMap sells, each with a path and counted by itself. */
public enum Product {
  CURRENT("/data/2.5/weather"),
  FORECAST("/data/2.5/forecast"),
  GEOCODING("/geo/1.0/direct"),
  TIMEMACHINE("/data/3.0/onecall/timemachine"),
  DAY_SUMMARY("/data/3.0/onecall/day_summary");

  private final String path;

  Product(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  /** Whether it is of One Call, which is paid for beyond a number of calls a day. */
  public boolean isOneCall() {
    return this == TIMEMACHINE || this == DAY_SUMMARY;
  }
}
