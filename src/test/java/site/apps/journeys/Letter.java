package site.apps.journeys;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A letter that became a file: two lines of heading and the text a person reads. */
record Letter(String text) {
  String to() {
    return heading("To");
  }

  String subject() {
    return heading("Subject");
  }

  private String heading(String name) {
    return found("(?m)^" + name + ": (.*)$");
  }

  /** The link to the page of this path. */
  URI link(String path) {
    return URI.create(found("(https://\\S*" + path + "\\?\\S*)"));
  }

  private String found(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in\n" + text);
    }
    return matcher.group(1);
  }
}
