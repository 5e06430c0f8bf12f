package site.apps.weathermail;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.Await;
import site.apps.AppSite;
import weathermail.WeatherMailVerticle;

/** The app alone, with the links in its letters. */
final class WeatherMailSite extends AppSite {
  WeatherMailSite(Path folder, Clock clock, JsonObject settings, JsonObject config)
      throws TimeoutException {
    super("weather-mail", folder, settings, config, app -> new WeatherMailVerticle(app, clock));
  }

  /** Where a letter leads that has this path in it, sent or not. */
  String link(String path) {
    Pattern link = Pattern.compile("http://\\S*/(" + path + "\\?t=[\\w-]+)");
    List<String> found = new ArrayList<>();
    Await.until(
        () -> {
          Matcher matcher = link.matcher(letters());
          return matcher.find() && found.add(matcher.group(1));
        });
    return found.get(0);
  }

  private String letters() {
    try {
      StringBuilder all = new StringBuilder();
      sql("SELECT message FROM mail_outbox").forEach(row -> all.append(row.getBuffer(0)));
      return all.append(visitor().get("mailbox").body()).toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
