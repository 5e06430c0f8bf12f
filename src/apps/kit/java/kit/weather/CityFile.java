package kit.weather;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads lists of cities: the one that comes with the kit, and GeoNames' {@code cities15000.txt},
 * with {@code admin1CodesASCII.txt} beside it for the names of regions.
 */
public final class CityFile {
  private static final int MOST_CITIES = 200_000;
  private static final String REGIONS = "admin1CodesASCII.txt";

  private CityFile() {}

  /**
   * The list an app is configured with: {@code cities: FILE}, which GeoNames offers, else the kit's
   * own.
   *
   * @param folder where a file without a folder lies
   * @return failed when the file cannot be read or is not GeoNames'
   */
  public static Future<List<City>> of(Vertx vertx, JsonObject config, Path folder) {
    String file = config.getString("cities", "");
    return file.isEmpty()
        ? Future.succeededFuture(own())
        : vertx.executeBlocking(() -> geoNamesBlocking(folder.resolve(file)));
  }

  /** The hand-written list of the kit. */
  public static List<City> own() {
    try (InputStream in = CityFile.class.getResourceAsStream("cities.txt");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return read(reader, "cities.txt", "\\|", CityFile::ownCity);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What GeoNames offers for download. Blocking.
   *
   * @throws IOException when it cannot be read, or a line is none of GeoNames', with its number
   */
  public static List<City> geoNamesBlocking(Path file) throws IOException {
    Map<String, String> regions = regions(file.resolveSibling(REGIONS));
    Map<String, ZoneId> zones = new HashMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return read(reader, file.toString(), "\t", fields -> geoNamesCity(fields, regions, zones));
    } catch (NoSuchFileException | CharacterCodingException e) {
      throw new IOException(file + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "is not there" : "is no text in UTF-8";
  }

  private static Map<String, String> regions(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .map(line -> line.split("\t", -1))
          .filter(fields -> fields.length > 1)
          .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1], (one, two) -> one));
    }
  }

  private static List<City> read(
      BufferedReader reader, String name, String separator, Function<String[], City> city)
      throws IOException {
    List<City> cities = new ArrayList<>();
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (cities.size() == MOST_CITIES) {
        throw new IOException(name + ": more than " + MOST_CITIES + " cities");
      }
      try {
        cities.add(city.apply(line.split(separator, -1)));
      } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeException e) {
        throw new IOException(name + ":" + number + ": not a city: " + e.getMessage(), e);
      }
    }
    return cities;
  }

  private static City ownCity(String[] fields) {
    return new City(
        Long.parseLong(fields[0]),
        fields[1],
        fields[2],
        fields[3],
        Double.parseDouble(fields[4]),
        Double.parseDouble(fields[5]),
        ZoneId.of(fields[6]),
        Long.parseLong(fields[7]) * 1000);
  }

  /** Zones are few and cities many. */
  private static City geoNamesCity(
      String[] fields, Map<String, String> regions, Map<String, ZoneId> zones) {
    return new City(
        Long.parseLong(fields[0]),
        fields[1],
        regions.getOrDefault(fields[8] + "." + fields[10], ""),
        fields[8].intern(),
        Double.parseDouble(fields[4]),
        Double.parseDouble(fields[5]),
        zones.computeIfAbsent(fields[17], ZoneId::of),
        Long.parseLong(fields[14]));
  }
}
