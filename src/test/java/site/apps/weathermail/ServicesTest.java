package site.apps.weathermail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import site.Await;
import site.SettableClock;
import site.apps.AppDatabase;
import site.apps.Visitor;
import site.apps.kit.mail.SmtpServer;
import site.apps.kit.weather.FakeOwm;
import site.apps.kit.weather.FakeOwm.Mode;

/** The app with a mail server and a weather service in its configuration, which come and go. */
@ExtendWith(AppDatabase.class)
class ServicesTest {
  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private SmtpServer mail;
  private FakeOwm weather;
  private WeatherMailSite site;

  @BeforeEach
  void start(JsonObject settings, @TempDir Path folder) throws Exception {
    mail = new SmtpServer(folder, true);
    weather = new FakeOwm();
    site = new WeatherMailSite(folder, clock, settings, config(folder));
  }

  private JsonObject config(Path folder) throws Exception {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    return new JsonObject()
        .put("weather", new JsonObject().put("key", "right").put("url", weather.base()))
        .put(
            "mail",
            new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", mail.port())
                .put("root", folder.resolve("root.pem").toString())
                .put("from", "sky@example.com")
                .put(
                    "dkim",
                    new JsonObject()
                        .put("selector", "s1")
                        .put("key", Base64.getEncoder().encodeToString(key))));
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
    weather.close();
    mail.close();
  }

  @Test
  @Tag("K16")
  void whatIsWrongWithThemIsToldAndTheAppGoesOn() throws Exception {
    subscribe("ada@example.org");
    confirm();
    assertThat(mail.raw().get(0)).contains("\r\nDKIM-Signature:", "d=example.com; ", "s=s1;");
    assertThat(uses()).containsEntry("mail", "well").containsEntry("weather", "well");

    weather.always("", Mode.REJECTED);
    clock.set("2027-03-10T07:00:00Z");
    Await.until(() -> !uses().get("weather").equals("well"));
    assertThat(uses().get("weather").toString()).contains("CURRENT: key rejected until");
    mail.close();
    subscribe("bob@example.org");
    Await.until(() -> !uses().get("mail").equals("well"));

    assertThat(uses()).containsEntry("mail", "the mail server cannot be reached");
    assertThat(site.visitor().get("").statusCode()).isEqualTo(200);
  }

  private void subscribe(String address) throws Exception {
    Visitor visitor = site.visitor();
    visitor.get("");
    clock.pass(Duration.ofSeconds(3));
    HttpResponse<String> sent =
        visitor.post("", Map.of("email", address, "city", "Berlin", "hour", "8", "consent", "on"));
    assertThat(sent.statusCode()).isEqualTo(303);
  }

  private void confirm() throws Exception {
    Await.until(() -> !mail.raw().isEmpty());
    String text = mail.raw().get(0).replace("=\r\n", "").replace("=3D", "=");
    Matcher link = Pattern.compile("/confirm\\?t=([\\w-]+)").matcher(text);
    assertThat(link.find()).isTrue();
    Visitor visitor = site.visitor();
    visitor.get("");
    visitor.post("confirm", Map.of("t", link.group(1)));
  }

  private Map<String, Object> uses() {
    try {
      HttpResponse<String> ready = site.visitor().get("readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
      return new JsonObject(ready.body()).getJsonObject("uses").getMap();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
