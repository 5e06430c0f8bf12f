package weathermail;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kit.Texts;
import kit.Tokens;
import kit.mail.Letter;
import kit.weather.City;

/** Writes the two letters that answer a visit to the form; each is a few lines and one link. */
final class Letters {
  static final Duration CONFIRMABLE = Duration.ofHours(24);

  private final Texts texts;
  private final Links links;
  private final TemplateEngine templates = templates();

  Letters(Texts texts, Links links) {
    this.texts = texts;
    this.links = links;
  }

  static TemplateEngine templates() {
    return TemplateEngine.createPrecompiled(
        null, ContentType.Html, Letters.class.getClassLoader(), "weathermail.pages");
  }

  /**
   * Asks whether the address is theirs who asked; nothing else is written before their yes.
   *
   * @param client whose network is named
   */
  Letter confirm(Subscription subscription, City city, String token, String client, Instant now) {
    Locale locale = subscription.wishes().locale();
    List<String> lines =
        List.of(
            say(locale, "mail.confirm.text", city.label()),
            say(locale, "mail.confirm.who", time(now, locale), network(client)),
            say(locale, "mail.confirm.ignore"));
    String link = subscription.base() + "/confirm?t=" + token;
    return letter(
        "confirm|" + Tokens.hash("letter", token),
        subscription,
        say(locale, "mail.confirm.subject", city.name()),
        lines,
        new Button(link, say(locale, "confirm.button")),
        now);
  }

  /** Tells who has it already how to change it; once a day. */
  Letter already(Subscription subscription, City city, Instant now) {
    Locale locale = subscription.wishes().locale();
    return letter(
        "already|" + subscription.id() + "|" + now.atZone(ZoneId.of("UTC")).toLocalDate(),
        subscription,
        say(locale, "mail.already.subject", city.name()),
        List.of(say(locale, "mail.already.text", city.label())),
        new Button(links.manage(subscription), say(locale, "manage.title")),
        now);
  }

  private record Button(String link, String label) {}

  private Letter letter(
      String key, Subscription to, String subject, List<String> lines, Button button, Instant now) {
    StringOutput html = new StringOutput();
    templates.render(
        "note.jte",
        Map.of(
            "lang", to.wishes().lang(),
            "lines", lines,
            "link", button.link(),
            "label", button.label()),
        html);
    return new Letter(
        key,
        true,
        to.email(),
        subject,
        String.join("\n\n", lines) + "\n\n" + button.link() + "\n",
        html.toString(),
        List.of(),
        Map.of("Content-Language", to.wishes().lang()),
        now.plus(CONFIRMABLE));
  }

  /** Of the address enough to recognise one's own provider, too little to find somebody. */
  static String network(String client) {
    return client.contains(":")
        ? client.replaceAll("^([0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F]*):.*", "$1::")
        : client.replaceAll("\\.\\d+\\.\\d+$", ".x.x");
  }

  private static String time(Instant now, Locale locale) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(locale)
            .format(now.atZone(ZoneId.of("UTC")))
        + " UTC";
  }

  private String say(Locale locale, String key, Object... arguments) {
    return texts.say(locale, key, arguments);
  }
}
