package kit.weather;

import java.time.ZoneId;

/**
 * A city of the list.
 *
 * @param id GeoNames' number, or below 1,000 one of ours
 * @param region the part of the country; empty where nobody needs it
 * @param country two letters
 * @param population people, roughly
 */
public record City(
    long id,
    String name,
    String region,
    String country,
    double lat,
    double lon,
    ZoneId zone,
    long population) {

  /** What stands in an address: {@code kathmandu-np}; with the region where names repeat. */
  public String slug() {
    String place = region.isEmpty() ? name : name + " " + region;
    return Folded.of(place + " " + country).replace(' ', '-');
  }

  /** What people read and may type. */
  public String label() {
    return region.isEmpty() ? name + ", " + country : name + ", " + region + ", " + country;
  }

  public Spot spot() {
    return new Spot(id, lat, lon);
  }
}
