package kit.weather;

/**
 * A place that a name stands for.
 *
 * @param state the part of the country; empty where there is none
 * @param country two letters
 */
public record FoundPlace(String name, String state, String country, double lat, double lon) {}
