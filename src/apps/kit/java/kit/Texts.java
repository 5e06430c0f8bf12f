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
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that is said to visitors, by language and key (K7): {@code messages_en.properties} and its
 * sisters of the kit and of one app. Plurals are a choice: {@code {0,choice,0#none|1#one|1<{0}}}.
 */
public final class Texts {
  /** One language. A phrase is dear to make of its text, so it is made once. */
  private record Spoken(Locale locale, Map<String, String> texts, Map<String, MessageFormat> made) {
    MessageFormat phrase(String key, String text) {
      return made.computeIfAbsent(key, k -> new MessageFormat(text, locale));
    }
  }

  private final Map<String, Spoken> languages = new HashMap<>();

  private Texts() {}

  /** Reads those of the kit and those beside this class; an app's text wins. */
  public static Texts besides(Class<?> app) {
    Texts texts = new Texts();
    for (String language : Language.ALL) {
      Map<String, String> all = new HashMap<>();
      read(Texts.class, language, all);
      read(app, language, all);
      Locale locale = Locale.forLanguageTag(language);
      texts.languages.put(language, new Spoken(locale, all, new ConcurrentHashMap<>()));
    }
    return texts;
  }

  /** One text with its arguments; a key without a text is an error of the app. */
  public String say(Locale locale, String key, Object... arguments) {
    Spoken spoken = languages.get(locale.getLanguage());
    String text = spoken.texts().get(key);
    if (text == null) {
      throw new IllegalArgumentException("no text " + key + " in " + locale);
    }
    if (arguments.length == 0) {
      return text;
    }
    MessageFormat phrase = spoken.phrase(key, text);
    synchronized (phrase) { // letters are written by other threads than pages
      return phrase.format(arguments);
    }
  }

  public boolean has(String key) {
    return languages.get(Language.ALL.get(0)).texts().containsKey(key);
  }

  private static void read(Class<?> place, String language, Map<String, String> into) {
    try (InputStream in = place.getResourceAsStream("messages_" + language + ".properties")) {
      Properties read = new Properties();
      read.load(new InputStreamReader(in, UTF_8));
      read.stringPropertyNames().forEach(key -> into.put(key, read.getProperty(key)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
