package rain;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kit.Cookies;
import kit.weather.Cities;
import kit.weather.City;

/** The places a visitor wants to find again, kept by the browser alone. */
final class Favourites {
  private static final String COOKIE = "favourites";
  private static final Duration YEAR = Duration.ofDays(365);
  private static final int MOST = 20;

  private final Cities places;

  Favourites(Cities places) {
    this.places = places;
  }

  /** The latest first; what the browser says otherwise is left out. */
  List<City> of(RoutingContext ctx) {
    return Stream.of(Cookies.read(ctx, COOKIE).orElse("").split("\\."))
        .filter(number -> number.matches("\\d{1,18}"))
        .flatMap(number -> places.byId(Long.parseLong(number)).stream())
        .distinct()
        .limit(MOST)
        .toList();
  }

  /** Of too many the first one goes. */
  void add(RoutingContext ctx, City place) {
    List<City> all = new ArrayList<>(of(ctx));
    all.remove(place);
    all.add(0, place);
    write(ctx, all.subList(0, Math.min(all.size(), MOST)));
  }

  void remove(RoutingContext ctx, City place) {
    write(ctx, of(ctx).stream().filter(other -> !other.equals(place)).toList());
  }

  private static void write(RoutingContext ctx, List<City> all) {
    String numbers =
        all.stream().map(city -> Long.toString(city.id())).collect(Collectors.joining("."));
    Cookies.write(ctx, COOKIE, numbers, all.isEmpty() ? Duration.ZERO : YEAR);
  }
}
