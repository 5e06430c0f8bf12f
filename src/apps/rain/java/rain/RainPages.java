package rain;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import kit.ETags;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.Page;
import kit.Query;
import kit.weather.Cities;
import kit.weather.City;

/** What the app answers. */
final class RainPages {
  private static final int BODY_LIMIT = 4096;
  private static final int SUGGESTIONS = 5;
  private static final int FOUND = 20;

  private final Kit kit;
  private final Cities places;
  private final RainStore store;
  private final Results results;
  private final Clock clock;
  private final Favourites favourites;

  RainPages(Kit kit, Cities places, RainStore store, Results results, Clock clock) {
    this.kit = kit;
    this.places = places;
    this.store = store;
    this.results = results;
    this.favourites = new Favourites(places);
    this.clock = clock;
  }

  void add() {
    kit.get("/", ctx -> start(ctx, Form.empty().with("range", Span.USUAL), List.of()));
    kit.post("/", BODY_LIMIT, this::search);
    kit.get("/places.json", this::find);
    kit.get("/places", this::all);
    kit.get("/privacy", ctx -> kit.pages().show(ctx, "kit/privacy", Map.of()));
    kit.get("/:place", this::place);
    kit.get("/:place/feed.xml", this::feed);
    kit.post("/:place/favourite", BODY_LIMIT, this::remember);
  }

  private Future<Void> start(RoutingContext ctx, Form form, List<City> suggested) {
    return store
        .wettest(clock.instant().getEpochSecond() - 86_400, SUGGESTIONS)
        .compose(
            wettest -> {
              Page page = kit.pages().page(ctx);
              Map<String, String> wet = new java.util.LinkedHashMap<>();
              wettest.forEach(
                  total ->
                      places
                          .byId(total.place())
                          .ifPresent(c -> wet.put(c.slug(), wet(page, ctx, c, total.mm()))));
              Map<String, Object> shown = new HashMap<>();
              shown.put("form", form);
              shown.put("suggested", suggested);
              shown.put("wettest", wet);
              shown.put("ranges", Span.OFFERED);
              shown.put("favourites", favourites.of(ctx));
              return kit.pages().show(ctx, "start", shown);
            });
  }

  private static String wet(Page page, RoutingContext ctx, City city, double mm) {
    return city.label() + ": " + unit(ctx).text(mm, page.locale());
  }

  /** To the page of the place, which can be loaded again and kept. */
  private Future<Void> search(RoutingContext ctx) {
    Form form = kit.forms().read(ctx);
    String typed = form.text("place").isEmpty() ? form.text("i_location_name") : form.text("place");
    List<City> called = typed.isEmpty() ? List.of() : places.called(typed);
    if (called.size() == 1) {
      String range = Span.OFFERED.contains(form.text("range")) ? form.text("range") : Span.USUAL;
      return kit.seeOther(ctx, "/" + called.get(0).slug() + "?range=" + range);
    }
    form.with("place", typed);
    if (typed.isEmpty()) {
      form.wrong("place", "rain.place.required");
    } else if (!called.isEmpty()) {
      form.wrong("place", "rain.place.ambiguous", called.size());
    }
    ctx.response().setStatusCode(422);
    return start(ctx, form, form.isRight() ? like(form, typed) : called);
  }

  /** A name of no place; the message promises suggestions only where there are some. */
  private List<City> like(Form form, String typed) {
    List<City> like = places.like(typed, SUGGESTIONS);
    form.wrong("place", like.isEmpty() ? "rain.place.unlike" : "rain.place.unknown", typed);
    return like;
  }

  private Future<Void> all(RoutingContext ctx) {
    List<City> sorted = places.all().stream().sorted(Comparator.comparing(City::label)).toList();
    return kit.pages().show(ctx, "places", Map.of("all", sorted));
  }

  private Future<Void> find(RoutingContext ctx) {
    String typed = Optional.ofNullable(ctx.queryParams().get("q")).orElse("").strip();
    List<City> found = typed.length() < 2 ? List.of() : places.search(typed, FOUND);
    ctx.response().putHeader("cache-control", "public, max-age=86400");
    return tagged(ctx, "application/json", Exports.places(found).encode());
  }

  private Future<Void> place(RoutingContext ctx) {
    String name = ctx.pathParam("place");
    if (name.endsWith(".csv")) {
      return result(ctx, name.substring(0, name.length() - 4))
          .compose(
              result -> {
                String file = "attachment; filename=\"rain-" + result.city().slug() + ".csv\"";
                ctx.response().putHeader("content-disposition", file);
                return tagged(ctx, "text/csv; charset=utf-8", Exports.csv(result));
              });
    }
    if (name.endsWith(".json")) {
      return result(ctx, name.substring(0, name.length() - 5))
          .compose(result -> tagged(ctx, "application/json", Exports.json(result).encode()));
    }
    return show(ctx, name);
  }

  private Future<Void> show(RoutingContext ctx, String slug) {
    Form form = Form.of(ctx.queryParams());
    City city = city(slug);
    return results
        .of(city, form)
        .compose(
            result -> {
              Page page = kit.pages().page(ctx);
              if (!form.isRight()) {
                ctx.response().setStatusCode(422);
              }
              String query = Query.of(ctx.queryParams()).with("part", "").toString();
              Map<String, Object> shown = new HashMap<>();
              shown.put("form", form);
              shown.put("result", new ResultText(page, result, unit(ctx), part(form)));
              shown.put("slug", slug);
              shown.put("query", query.isEmpty() ? "" : "?" + query);
              shown.put("ranges", Span.OFFERED);
              shown.put("isFavourite", favourites.of(ctx).contains(city));
              return kit.pages().show(ctx, "result", shown);
            });
  }

  /** Adds or removes one, as the form's button says. */
  private Future<Void> remember(RoutingContext ctx) {
    Form form = kit.forms().read(ctx);
    City city = city(ctx.pathParam("place"));
    if (form.text("do").equals("forget")) {
      favourites.remove(ctx, city);
    } else {
      favourites.add(ctx, city);
    }
    return kit.seeOther(ctx, "/" + city.slug());
  }

  private static int part(Form form) {
    return form.text("part").matches("\\d{1,4}") ? Integer.parseInt(form.text("part")) : 0;
  }

  private Future<Void> feed(RoutingContext ctx) {
    Form month = Form.empty().with("range", "30d");
    City city = city(ctx.pathParam("place"));
    String self = kit.pages().page(ctx).absoluteUrl("/" + city.slug());
    return results
        .of(city, month)
        .compose(
            result ->
                tagged(ctx, "application/atom+xml", Exports.feed(result, Exports.escaped(self))));
  }

  private Future<Result> result(RoutingContext ctx, String slug) {
    Form form = Form.of(ctx.queryParams());
    return results
        .of(city(slug), form)
        .map(
            result -> {
              if (!form.isRight()) {
                throw new Failure(422, "no such span");
              }
              return result;
            });
  }

  private City city(String slug) {
    return places
        .bySlug(slug)
        .orElseThrow(() -> new Failure(404, "no place of this name is watched"));
  }

  private static Unit unit(RoutingContext ctx) {
    String asked = Optional.ofNullable(ctx.queryParams().get("units")).orElse("");
    return Unit.of(asked, ctx.request().getHeader("accept-language"));
  }

  /** Whoever has it already is told so (RFC 9110 13.1.2). */
  private static Future<Void> tagged(RoutingContext ctx, String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    String etag = "W/\"" + bytes.length + "-" + Long.toHexString(sum.getValue()) + "\"";
    ctx.response().putHeader("etag", etag);
    String known = ctx.request().getHeader("if-none-match");
    if (known != null && ETags.matches(known, etag)) {
      return ctx.response().setStatusCode(304).end();
    }
    return ctx.response().putHeader("content-type", type).end(Buffer.buffer(bytes));
  }
}
