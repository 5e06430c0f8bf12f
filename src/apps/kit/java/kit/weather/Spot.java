package kit.weather;

/**
 * Where on the earth weather is asked for.
 *
 * @param id the place's number, which the simulation is seeded with
 * @param lat degrees north
 * @param lon degrees east
 */
public record Spot(long id, double lat, double lon) {}
