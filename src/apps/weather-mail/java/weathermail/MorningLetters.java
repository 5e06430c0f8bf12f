package weathermail;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kit.mail.Letter;
import kit.mail.Letter.Picture;
import kit.weather.City;

/** The letters of the morning, each with the picture of its mood inside. */
final class MorningLetters {
  private final Phrases phrases;
  private final Links links;
  private final TemplateEngine templates = Letters.templates();
  private final Map<Mood, Buffer> pictures = new EnumMap<>(Mood.class);

  MorningLetters(Phrases phrases, Links links) {
    this.phrases = phrases;
    this.links = links;
  }

  /** Draws the pictures, once. */
  Future<Void> draw(Vertx vertx) {
    return vertx
        .executeBlocking(
            () -> {
              Map<Mood, Buffer> drawn = new EnumMap<>(Mood.class);
              for (Mood mood : Mood.values()) {
                drawn.put(mood, Buffer.buffer(Drawings.of(mood).blockingPng()));
              }
              return drawn;
            })
        .onSuccess(pictures::putAll)
        .mapEmpty();
  }

  /**
   * Writes one.
   *
   * @param date the city's day it is for: of one day there is one letter
   * @param useless when nobody needs it any more
   */
  Letter write(Subscription to, City city, LocalDate date, Day day, Mood mood, Instant useless) {
    Morning morning = phrases.of(to, city, date, day, mood);
    return new Letter(
        Membership.letterKey(to) + date,
        false,
        to.email(),
        morning.subject(),
        morning.text(),
        html(morning, mood),
        List.of(new Picture(mood.word(), pictures.get(mood))),
        headers(to),
        useless);
  }

  String html(Morning morning, Mood mood) {
    StringOutput html = new StringOutput();
    templates.render(
        "morning.jte",
        Map.of("morning", morning, "mood", mood.word(), "colour", Drawings.colour(mood)),
        html);
    return html.toString();
  }

  /** RFC 2369 3.2 and RFC 8058 3.1: mail programs make a button of these two. */
  private Map<String, String> headers(Subscription to) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("List-ID", "<sky." + URI.create(to.base()).getHost() + ">");
    headers.put("List-Unsubscribe", "<" + links.unsubscribe(to) + ">");
    headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    headers.put("Content-Language", to.wishes().lang());
    return headers;
  }
}
