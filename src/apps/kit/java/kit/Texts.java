package kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * All that is said to visitors, by language and key (K7): {@code messages_en.properties} and its
 * sisters of the kit and of one app. Plurals are a choice: {@code {0,choice,0#none|1#one|1<{0}}}.
 */
public final class Texts {
  private final Map<String, Properties> languages = new HashMap<>();

  private Texts() {}

  /** Reads those of the kit and those beside this class; an app's text wins. */
  public static Texts besides(Class<?> app) {
    Texts texts = new Texts();
    for (String language : Language.ALL) {
      Properties all = new Properties();
      texts.languages.put(language, all);
      read(Texts.class, language, all);
      read(app, language, all);
    }
    return texts;
  }

  /** One text with its arguments; a key without a text is an error of the app. */
  public String say(Locale locale, String key, Object... arguments) {
    String pattern = languages.get(locale.getLanguage()).getProperty(key);
    if (pattern == null) {
      throw new IllegalArgumentException("no text " + key + " in " + locale);
    }
    return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
  }

  public boolean has(String key) {
    return languages.get(Language.ALL.get(0)).containsKey(key);
  }

  private static void read(Class<?> place, String language, Properties into) {
    try (InputStream in = place.getResourceAsStream("messages_" + language + ".properties")) {
      into.load(new InputStreamReader(in, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
