package kit.weather;

/**
 * What the sky does, in the numbers of OpenWeatherMap, which decisions are made by.
 *
 * @param id 2xx thunderstorm, 3xx drizzle, 5xx rain, 6xx snow, 7xx mist and the like, 800 clear,
 *     801 to 804 clouds
 * @param main one word for it, in English
 * @param description a few words for it, in English; for showing only
 */
public record Sky(int id, String main, String description) {

  /** The hundreds of the number: 2 for all thunderstorms, 5 for all rain. */
  public int group() {
    return id / 100;
  }

  public boolean isClear() {
    return id == 800 || id == 801;
  }
}
