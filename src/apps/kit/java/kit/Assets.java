package kit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The style sheets, scripts and drawings of an app, in memory: under their own names, which are
 * asked for again each time, and under names that change with the content and are kept for ever.
 */
public final class Assets {
  private static final String BASE = "/static/";
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private record Asset(Buffer content, String type, String etag, String hashed) {}

  private final Map<String, Asset> byName = new HashMap<>();
  private final Map<String, Asset> byHashedName = new HashMap<>();
  private final Instant since;

  /** Those of the kit; without anything to compare with, they are as new as their deployment. */
  public Assets(Instant now) {
    this.since = now.truncatedTo(ChronoUnit.SECONDS);
    add(Assets.class, List.of("kit.css", "kit.js"));
  }

  /** Adds files of the folder {@code static} beside this class. */
  public Assets add(Class<?> place, List<String> names) {
    names.forEach(name -> add(name, blockingRead(place, name)));
    return this;
  }

  String hashedPath(String name) {
    return BASE + byName.get(name).hashed();
  }

  Future<Void> answer(RoutingContext ctx) {
    String name = ctx.normalizedPath().substring(BASE.length());
    Asset hashed = byHashedName.get(name);
    Asset asset = hashed != null ? hashed : byName.get(name);
    if (asset == null) {
      ctx.next(); // an app may answer for what was here once
      return Future.succeededFuture();
    }
    HttpServerResponse response =
        ctx.response()
            .putHeader("etag", asset.etag())
            .putHeader("vary", "accept-encoding")
            .putHeader(
                "cache-control",
                hashed != null ? "public, max-age=31536000, immutable" : "no-cache");
    if (isFresh(ctx, asset)) {
      return response.setStatusCode(304).end();
    }
    return response
        .putHeader(
            "last-modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(since.atOffset(ZoneOffset.UTC)))
        .putHeader("content-type", asset.type())
        .end(asset.content());
  }

  /** RFC 9110 13.2.2: If-None-Match wins over If-Modified-Since. */
  private boolean isFresh(RoutingContext ctx, Asset asset) {
    String known = ctx.request().getHeader("if-none-match");
    if (known != null) {
      return ETags.matches(known, asset.etag());
    }
    String date = ctx.request().getHeader("if-modified-since");
    try {
      return date != null
          && !since.isAfter(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeParseException garbage) {
      return false;
    }
  }

  private void add(String name, byte[] content) {
    String hash = HexFormat.of().formatHex(Tokens.sha256(content)).substring(0, 16);
    int dot = name.lastIndexOf('.');
    String hashed = name.substring(0, dot) + "." + hash + name.substring(dot);
    Asset asset =
        new Asset(
            Buffer.buffer(content), TYPES.get(name.substring(dot + 1)), "\"" + hash + "\"", hashed);
    byName.put(name, asset);
    byHashedName.put(hashed, asset);
  }

  private static byte[] blockingRead(Class<?> place, String name) {
    try (InputStream in = place.getResourceAsStream("static/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no file static/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
